"""Each class of the pages is described in one place: a second description, made for another page, changes the first."""

import re
from collections import defaultdict

from .reading import ROOT

SOURCES = ROOT / "static" / "src"
# A rule for one class alone, at the start of its line, with what it says itself before anything that is nested in it
RULE = re.compile(r"^(\.sv-[\w-]+) \{([^{}]*)", re.MULTILINE)
DECLARATION = re.compile(r"[\w-]+\s*:\s*[^;{}]+;")


def described(text: str) -> list[str]:
    return [name for name, said in RULE.findall(text) if DECLARATION.search(said)]


def test_a_class_is_described_in_one_place():
    """Papers have a style sheet of their own."""
    places = defaultdict(list)
    for source in sorted(SOURCES.glob("*.scss")):
        for name in described(source.read_text()) if not source.name.startswith("pdf") else ():
            places[name].append(source.name)
    assert len(places) > 200
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_the_reader_tells_a_description_from_what_is_nested_and_from_a_narrow_screen():
    text = """
.sv-one { margin: 0; }
.sv-two {
  .sv-three { color: red; }
}
.sv-four { color: red;
  &:hover { color: blue; } }
@media (max-width: 40em) { .sv-one { margin: 1px; } }
"""
    assert described(text) == [".sv-one", ".sv-four"]
