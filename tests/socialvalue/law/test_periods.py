"""Months of a term and levels, counted by hand."""

from datetime import date
from fractions import Fraction

import pytest

from contracts.schedule.calculations.periods import periods
from socialvalue.law.periods import MONTHS_OF, is_level, months_of_term


@pytest.mark.parametrize(
    ("first", "last", "step", "months"),
    [
        (date(2026, 4, 1), date(2029, 3, 31), 12, 36),
        (date(2026, 4, 1), date(2029, 3, 31), 1, 36),
        # One day more is one of the 30 days of April 2029
        (date(2026, 4, 1), date(2029, 4, 1), 1, 36 + Fraction(1, 30)),
        # One day less than a year: 11 whole months and 30 of 31 days
        (date(2026, 4, 1), date(2027, 3, 30), 1, 11 + Fraction(30, 31)),
        # By the year: 364 of 365 days
        (date(2026, 4, 1), date(2027, 3, 30), 12, 12 * Fraction(364, 365)),
        (date(2026, 1, 31), date(2026, 2, 27), 1, 1),
        (date(2026, 4, 1), date(2026, 4, 1), 1, Fraction(1, 30)),
        (date(2026, 4, 1), date(2026, 3, 31), 1, 0),
    ],
)
def test_months_of_a_term(first, last, step, months):
    assert months_of_term(first, last, step) == months


@pytest.mark.parametrize("frequency", MONTHS_OF)
def test_a_tender_and_its_contract_count_the_same_months(frequency):
    first, last = date(2026, 1, 31), date(2029, 2, 10)
    rows = periods(frequency, first, last, 28)
    assert sum(row.months for row in rows) == months_of_term(first, last, MONTHS_OF[frequency])


@pytest.mark.parametrize(
    ("unit", "level"),
    [
        ("%", True),
        (" % of staff", True),
        ("Per cent", True),
        ("percent of spend", True),
        ("people", False),
        ("£", False),
        ("", False),
    ],
)
def test_levels_are_not_added_up(unit, level):
    assert is_level(unit) is level
