"""Rules between measures: a truth table, with what is missing on either side."""

from decimal import Decimal

import pytest

from contracts.follow_up.calculations.between import Rule, broken
from contracts.follow_up.calculations.finding import stands_again

NAMES = {"a": "Apprentices", "b": "Trainees", "w": "Workforce"}


def rule(compares: str, *parts: str) -> Rule:
    return Rule(1, compares, parts, "w", NAMES)


@pytest.mark.parametrize(
    ("compares", "reported", "found"),
    [
        ("at_most", {"a": 3, "b": 4, "w": 7}, None),
        ("at_most", {"a": 3, "b": 4, "w": 8}, None),
        ("at_most", {"a": 3, "b": 5, "w": 7}, (8, 7)),
        ("equal", {"a": 3, "b": 4, "w": 7}, None),
        ("equal", {"a": 3, "b": 4, "w": 8}, (7, 8)),
        ("equal", {"a": 3, "b": 5, "w": 7}, (8, 7)),
        # A part that was not reported is not nought: nothing can be said unless those that are there are too many already
        ("equal", {"a": 3, "w": 7}, None),
        ("equal", {"a": 8, "w": 7}, (8, 7)),
        ("at_most", {"a": 8, "w": 7}, (8, 7)),
        ("at_most", {"a": 3, "b": 4}, None),
        ("equal", {"w": 7}, None),
        ("at_most", {"w": 0}, None),
        ("at_most", {"a": 1, "w": 0}, (1, 0)),
        ("equal", {"a": 0, "b": 0, "w": 0}, None),
        ("equal", {}, None),
    ],
)
def test_a_rule(compares, reported, found):
    values = {key: Decimal(value) for key, value in reported.items()}
    assert broken(rule(compares, "a", "b"), values) == found


def test_tenths_add_up_exactly():
    reported = {"a": Decimal("0.1"), "b": Decimal("0.2"), "w": Decimal("0.3")}
    assert broken(rule("equal", "a", "b"), reported) is None


@pytest.mark.parametrize(
    ("fact", "now", "gone", "back"),
    [("3", "3", False, False), ("3", "4", False, True), ("3", "3", True, True), ("3", "4", True, True)],
)
def test_what_comes_back(fact, now, gone, back):
    assert stands_again(fact=fact, found_fact=now, gone=gone) is back
