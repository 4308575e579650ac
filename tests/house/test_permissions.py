"""Every rule of who may do what has its truth table, and every expected refusal says which one it expects."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PERMISSIONS = sorted(p.relative_to(ROOT) for p in ROOT.glob("*/*/permissions.py"))


@pytest.mark.parametrize("path", PERMISSIONS, ids=[str(p.parent) for p in PERMISSIONS])
def test_every_check_and_answer_is_asked_in_a_table(path):
    """``check_can_x`` and ``can_x`` of a room stand in the tables of the folder that mirrors it."""
    rules = {
        node.name
        for node in ast.parse((ROOT / path).read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("check_can_", "can_", "may_"))
    }
    tests = "".join(p.read_text() for p in (ROOT / "tests" / path.parent).glob("test_permission*.py"))
    assert "truth.holds(" in tests
    assert {rule for rule in rules if f"permissions.{rule}" not in tests} == set()


REFUSALS = {"DomainError", "NotAllowed", "WrongState", "Refused", "Conflict"}


def expected_refusals(tree: ast.Module):
    """Each ``pytest.raises`` of a refusal: the call, the name its refusal is kept under, and the function around it."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for block in (node for node in ast.walk(function) if isinstance(node, ast.With)):
            for item in block.items:
                call = item.context_expr
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.raises" and call.args:
                    names = {part.split(".")[-1] for part in ast.unparse(call.args[0]).strip("()").split(", ")}
                    if names & REFUSALS:
                        yield call, item.optional_vars, function


def says_which(call: ast.Call, function: ast.FunctionDef) -> bool:
    """``match=``, or ``**several`` of a function that writes ``match`` down once for several refusals."""
    return any(one.arg == "match" or (one.arg is None and "match" in ast.unparse(function)) for one in call.keywords)


def reads_its_words(name: ast.expr | None, function: ast.FunctionDef) -> bool:
    """Whether the test compares what the refusal says: ``refusal.value.problems``, ``.message``, ``str(refusal.value)``."""
    if name is None:
        return False
    source = ast.unparse(function)
    kept = ast.unparse(name)
    return any(f"{kept}.value.{part}" in source for part in ("problems", "message")) or f"str({kept}.value)" in source


def test_every_expected_refusal_says_which_one():
    """A refusal for another reason than the test's is no proof: the second condition of a guard is seen by its words only."""
    silent = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for call, name, function in expected_refusals(ast.parse(path.read_text()))
        if not says_which(call, function) and not reads_its_words(name, function)
    ]
    assert silent == [], "give match= with the words of the refusal that is meant"


def test_what_this_house_rule_sees():
    """The rule itself: a silent one, one with its words, one whose words are read."""
    source = """
def test_one():
    with pytest.raises(NotAllowed):
        act()
    with pytest.raises((Refused, errors.WrongState)), clock.at(NOW):
        act()
    with pytest.raises(Refused, match="Say why"):
        act()
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.problems == []
    with pytest.raises(ValueError):
        act()
"""
    found = [
        (call.lineno, says_which(call, function) or reads_its_words(name, function))
        for call, name, function in expected_refusals(ast.parse(source))
    ]
    assert found == [(3, False), (5, False), (7, True), (9, True)]
