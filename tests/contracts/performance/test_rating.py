"""Kent's rule and Maidstone's, on published numbers."""

from decimal import Decimal

import pytest
from contracts.performance.rating import WITHIN_TEN_PERCENT, rate, rate_within

from contracts.performance.enums import Rating

D = Decimal


@pytest.mark.parametrize(
    "value, target, minimum, direction, rating",
    [
        ("3", "3", "2", "higher", Rating.GREEN),
        ("3.5", "3", "2", "higher", Rating.GREEN),
        ("2.99", "3", "2", "higher", Rating.AMBER),
        ("2", "3", "2", "higher", Rating.AMBER),
        ("1.99", "3", "2", "higher", Rating.RED),
        ("0", "3", "2", "higher", Rating.RED),
        ("0", "0", None, "higher", Rating.GREEN),
        ("2", "3", None, "higher", Rating.RED),
        ("20", "20", "28", "lower", Rating.GREEN),
        ("21", "20", "28", "lower", Rating.AMBER),
        ("28", "20", "28", "lower", Rating.AMBER),
        ("29", "20", "28", "lower", Rating.RED),
        ("0", "20", "28", "lower", Rating.GREEN),
        ("5", None, None, "higher", Rating.NONE),
    ],
)
def test_kents_rule(value, target, minimum, direction, rating):
    as_decimal = [D(x) if x is not None else None for x in (value, target, minimum)]
    assert rate(*as_decimal, direction) == rating


def test_what_nobody_reported_has_no_rating():
    assert rate(None, D(3), D(2), "higher") is None
    assert rate_within(None, D(3), "lower") is None


@pytest.mark.parametrize(
    "value, target, rating",
    [("237", "125", Rating.GREEN), ("67.23", "65", Rating.GREEN), ("38.98", "40", Rating.AMBER), ("39", "45", Rating.RED)],
)
def test_maidstones_rule_on_its_published_figures(value, target, rating):
    assert rate_within(D(value), D(target), "higher", WITHIN_TEN_PERCENT) == rating


def test_a_tenth_of_the_target_exactly_is_amber_and_lower_may_be_better():
    assert rate_within(D(36), D(40), "higher") == Rating.AMBER
    assert rate_within(D("35.9999"), D(40), "higher") == Rating.RED
    assert rate_within(D(44), D(40), "lower") == Rating.AMBER
    assert rate_within(D("44.0001"), D(40), "lower") == Rating.RED
    assert rate_within(D(5), None, "higher") == Rating.NONE
