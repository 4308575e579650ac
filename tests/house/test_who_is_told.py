"""Everybody whose turn it is hears of it: the written list and the source say the same."""

import ast
from pathlib import Path

import pytest

from measurement.management.commands.draw_workflows import listed, tables_of
from tests.house.who_is_told import BESIDES, MISSING, TRANSITIONS, Missing, Told

ROOT = Path(__file__).resolve().parents[2]
STOREYS = ("socialvalue", "procurement", "contracts", "measurement")
SENDERS = {"tell", "tell_all", "tell_bidders", "tell_suppliers", "write_to"}


def sources():
    for storey in STOREYS:
        for path in sorted((ROOT / storey).rglob("*.py")):
            text = path.read_text()
            if any(words in text for words in ("notifications", "tendering.services.messages", "tell_suppliers")):
                yield str(path.relative_to(ROOT)), ast.parse(text)


def kind(node: ast.AST | None) -> str | None:
    """The key with a star for each value; None for what is no key of a message."""
    if isinstance(node, ast.JoinedStr):
        found = "".join(part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = node.value
    else:
        return None
    return found if ":*" in found else None


def keys_in(tree: ast.AST):
    """Every key given by name: as an argument, in a dict or to a variable."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "key":
            yield node.value
        elif isinstance(node, ast.Dict):
            yield from (
                v for k, v in zip(node.keys, node.values, strict=True) if isinstance(k, ast.Constant) and k.value == "key"
            )
        elif isinstance(node, ast.FunctionDef) and _sends(node):
            yield from (
                one.value
                for one in ast.walk(node)
                if isinstance(one, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "key" for t in one.targets)
            )


def _sends(function: ast.FunctionDef) -> bool:
    """It sends or plans a message: a variable called “key” elsewhere is of something else."""
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return any(call.func.id in SENDERS | {"_tell", "Reminder"} for call in calls)


def kinds_in_source() -> dict[str, str]:
    found = {}
    for name, tree in sources():
        for node in keys_in(tree):
            if (one := kind(node)) and not one.startswith("*"):
                found[one] = name
    return found


def test_every_transition_says_who_is_told_or_why_nobody_is():
    there = {(table.name, t.verb) for module in listed() for table in tables_of(module) for t in table.transitions}
    assert there - set(TRANSITIONS) == set(), "say in tests/house/who_is_told.py who hears of these, or why nobody does"
    assert set(TRANSITIONS) - there == set(), "these transitions are gone"


def test_the_list_names_every_message_that_is_sent_and_no_other():
    listed_kinds = {one for answer in TRANSITIONS.values() if isinstance(answer, Told) for one in answer.kinds} | set(BESIDES)
    sent = kinds_in_source()
    assert {one: sent[one] for one in set(sent) - listed_kinds} == {}
    assert listed_kinds - set(sent) == set()


def test_what_is_missing_is_known():
    assert {pair for pair, answer in TRANSITIONS.items() if isinstance(answer, Missing)} == MISSING


def sending_calls():
    """(where, names of the arguments) of every call that sends a message about something on the site."""
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SENDERS - {"write_to"}:
                given = {keyword.arg for keyword in node.keywords if keyword.arg}
                # Its message says itself that the person's organisation delivers the contract
                given |= {"why"} if node.func.id == "tell_suppliers" else set()
                if {"subject", "body"} <= given:
                    yield f"{name}:{node.lineno}", given


@pytest.mark.parametrize("part", ["action", "why"])
def test_every_message_says_what_its_link_does_and_why_it_came(part):
    def says(given: set[str]) -> bool:
        return part in given or (part == "action" and "url" not in given)

    found = list(sending_calls())
    assert len(found) > 30
    silent = [where for where, given in found if not says(given)]
    # Of the tenders' own wrapper, which says itself why it came
    assert [where for where in silent if part != "why" or "tendering/services/" not in where] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('tell(p, key=f"a:{x}", subject="s")', ["a:*"]),
        ('message = {"key": f"b:{x}:{y}"}', ["b:*:*"]),
        ('def f():\n    key = f"c:{x}:late"\n    tell(p, key=key)', ["c:*:late"]),
        ('def f():\n    key = f"job:{x}"\n    return key', []),
        ('tell(p, key="plain", subject="s")', []),
    ],
)
def test_a_key_is_found_however_it_is_given(source, expected):
    assert [one for node in keys_in(ast.parse(source)) if (one := kind(node))] == expected
