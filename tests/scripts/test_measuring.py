"""Which lines count as reached: the same as a tracer would say, for code and templates made for it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import measuring
import pytest
from coverage import CoverageData
from django.template import Context, Engine
from django.template.base import Node, TextNode
from measuring import TEMPLATES

SOURCE = '''"""A docstring, which is no statement."""
from __future__ import annotations

import enum
from functools import (
    cache,
    lru_cache,
)


class Colour(enum.Enum):
    """Another one."""

    RED = 1
    BLUE = 2


@cache
@lru_cache(
    maxsize=None,
)
def named(number):
    """What it is called."""
    if number == 1: return "one"
    elif number == 2:
        return "two"
    try:
        return named(
            {3: 1}[number]
        )
    except TypeError:
        return "odd"
    except KeyError:
        found = "many"
    else:
        found = "never"
    finally:
        number = 0
    for _ in ():
        found = "never"
    else:
        found += "!"
    return found


def shaped(thing):
    match thing:
        case []:
            return "empty"
        case [_]:
            return "one"
        case _:
            return "more"


def counting():
    total = 0

    def add(more):
        nonlocal total
        total += more

    add(2)
    while total:
        total -= 1
        if total == 1:
            continue
    with open(__file__) as file:
        return [
            line
            for line in file
            if not line
        ]
'''
ASKING = """import ours.made as made

assert [made.named(1), made.named(9), made.shaped([1]), made.counting()] == ["one", "many!", "one", []]
assert [colour.name for colour in made.Colour] == ["RED", "BLUE"]
assert made.named.__wrapped__.__wrapped__.__doc__ == "What it is called."
"""
# What a plugin of pytest does before anything is imported
TAKING = "import sys, measuring; sys.meta_path.insert(0, measuring.Finder(['ours'], []));"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "__init__.py").write_text("")
    (tmp_path / "ours" / "made.py").write_text(SOURCE)
    return tmp_path


def run(place: Path, *command: str) -> str:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(place), str(Path(measuring.__file__).parent)])}
    env.pop(measuring.FILE, None)
    done = subprocess.run([sys.executable, *command], cwd=place, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_same_lines_as_a_tracer_says(place):
    (place / "asking.py").write_text(ASKING)
    run(place, "-m", "coverage", "run", "--rcfile=", "--source=ours", "asking.py")
    run(place, "-m", "coverage", "json", "--rcfile=", "-q", "-o", "traced.json")
    traced = json.loads((place / "traced.json").read_text())["files"]["ours/made.py"]
    saying = (
        "import asking, json, sys; print(json.dumps([n for n, hit in enumerate(sys.modules['ours.made'].__reached__) if hit]))"
    )
    reached = set(json.loads(run(place, "-c", f"{TAKING} {saying}")))
    missing = set(traced["missing_lines"])
    assert reached & (missing | set(traced["executed_lines"])) == set(traced["executed_lines"])
    assert {SOURCE.splitlines()[number - 1].strip() for number in missing} == {
        'return "two"', 'return "odd"', 'found = "never"', 'return "empty"', "case _:", 'return "more"',
    }  # fmt: skip


def test_a_module_that_is_omitted_and_one_of_others_stay_as_they_are(place):
    """Also those that are imported before anybody listens, and those that are not Python."""
    (place / "theirs.py").write_text("A = 1\n")
    saying = "import theirs, ours.made, ours; print([hasattr(m, '__reached__') for m in (theirs, ours.made, ours)])"
    assert run(place, "-c", f"{TAKING.replace('[])', repr(['*/made.py']) + ')')} {saying}") == "[False, False, True]\n"


@pytest.mark.parametrize(
    ("path", "omitted"),
    [("a/migrations/0001.py", True), ("socialvalue/asgi.py", True), ("socialvalue/urls.py", False), ("a/migrating.py", False)],
)
def test_what_is_omitted(path, omitted):
    patterns = ["*/migrations/*", "socialvalue/asgi.py"]
    assert measuring.is_omitted(str(measuring.ROOT / path), patterns) is omitted


PAGE = """{% if yes %}
  Shown
  to all
{% else %}
  Hidden {{ word }}
{% endif %}
{{ word }}{% include "part.txt" %}
{% for one in many %}{{ one }}{% endfor %}
"""


def test_the_lines_of_a_template_that_were_rendered(tmp_path, monkeypatch):
    """A text that begins with the end of a line does not count for that line; a branch not taken is not reached."""
    for kind in (Node, TextNode):
        monkeypatch.setattr(kind, "render_annotated", kind.render_annotated)
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "part.txt").write_text("A part\n")
    rendered = measuring.Rendered()
    rendered.listen()
    engine = Engine(dirs=[str(tmp_path)])
    for _ in range(2):
        engine.get_template("page.txt").render(Context({"yes": True, "word": "a", "many": []}))
    engine.from_string("Of no file {{ word }}").render(Context())
    assert rendered.lines == {str(tmp_path / "page.txt"): {1, 2, 3, 7, 8}, str(tmp_path / "part.txt"): {1}}


def test_what_nothing_reached_is_written_too(place, monkeypatch):
    """One file of each kind that nobody asked for, and nothing of what is omitted."""
    monkeypatch.setattr(measuring, "ROOT", place)
    for name in ("ours/page.html", "ours/mail.txt", "ours/asgi.py", "ours/notes.md"):
        (place / name).write_text("x\n")
    made = measuring.Measuring(place / "data", ["ours"], ["ours/asgi.py"])
    # A test's own template, from no file or from one of its own folder
    made.rendered.lines |= {"a.html": {1}, str(place / "theirs/page.html"): {1}}
    made.pytest_unconfigure()
    data = CoverageData(str(place / "data"))
    data.read()
    found = {
        str(Path(name).relative_to(place)): data.file_tracer(name)
        for name in data.measured_files()
        if place in Path(name).parents
    }
    assert found == {"ours/__init__.py": "", "ours/made.py": "", "ours/page.html": TEMPLATES, "ours/mail.txt": TEMPLATES}
    assert [data.lines(str(place / name)) for name in found] == [[], [], [], []]
    assert [name for name in data.measured_files() if name.endswith("a.html") or "theirs" in name] == []
