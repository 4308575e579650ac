"""One door for writes: what a versioned record holds changes in ``common/saving.py``, many-to-many fields too."""

import ast
import re
from collections.abc import Iterator

from django.apps import apps

from tests.house.reading import ROOT, STOREYS

CHANGING = {"set", "add", "remove", "clear", "create", "aadd", "aset"}
DOOR = "socialvalue/common/saving.py"


def many_to_many() -> set[str]:
    """The names by which many-to-many fields of ours are reached, from both sides."""
    ours = [model for model in apps.get_models() if model._meta.app_label in STOREYS]
    there = {field.name for model in ours for field in model._meta.many_to_many}
    back = {relation.get_accessor_name() for model in ours for relation in model._meta.related_objects if relation.many_to_many}
    return (there | back) - {None}


def changed_elsewhere(source: str, names: set[str]) -> Iterator[int]:
    """Lines of ``source`` that change a many-to-many field: ``contract.suppliers.set(…)``."""
    for node in ast.walk(ast.parse(source)):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in CHANGING:
            on = called.value
            if (
                isinstance(on, ast.Attribute)
                and on.attr in names
                or isinstance(on, ast.Call)
                and isinstance(on.func, ast.Name)
                and on.func.id == "getattr"
            ):
                yield node.lineno


def test_many_to_many_fields_change_through_one_door():
    """Set anywhere else they raise no version, and whoever opened the form before takes back what a colleague chose."""
    names = many_to_many()
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for storey in STOREYS
        for path in sorted((ROOT / storey).rglob("*.py"))
        if str(path.relative_to(ROOT)) != DOOR and "migrations" not in path.parts
        for line in changed_elsewhere(path.read_text(), names)
    ]
    assert found == [], "use save_changes(record, {…}), or set_first for a record that was made just now"


def test_the_reader_sees_what_it_looks_for():
    names = {"suppliers", "districts"}
    assert {"suppliers", "districts", "remarks"} <= many_to_many()
    told = "a.suppliers.set(x)\nb.districts.add(y)\ngetattr(c, name).set(z)\nseen.add(1)\nd.found.set(2)\nself.suppliers.clear()"
    assert list(changed_elsewhere(told, names)) == [1, 2, 3, 6]


def test_every_lock_says_what_was_read():
    """``locked(record)`` alone would decide about whatever is stored: it names a version, AS_READ or NOTHING_READ."""
    silent = []
    for storey in STOREYS:
        for path in sorted((ROOT / storey).rglob("*.py")):
            source = path.read_text()
            if not re.search(r"from socialvalue\.common\.saving import .*\blocked\b", source):
                continue  # another thing of that name, such as a file with a password
            for node in ast.walk(ast.parse(source)):
                named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "locked"
                if named and len(node.args) + len(node.keywords) < 2:
                    silent.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert silent == []
