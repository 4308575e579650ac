"""Months of a term, levels, and the quarters of a financial year, counted by hand."""

from datetime import date
from fractions import Fraction

import pytest

from contracts.schedule.calculations.periods import periods
from socialvalue.law.periods import (
    MONTHS_OF,
    days_of_financial_year,
    days_of_quarter,
    financial_year,
    financial_year_words,
    is_level,
    months_of_term,
    quarter_after,
    quarter_of,
    quarter_words,
    quarters_until,
)


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


def test_a_year_follows_a_year():
    assert (quarter_after((2026, 3)), quarter_after((2026, 4))) == ((2026, 4), (2027, 1))


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2026, 3, 31), 2025, (2025, 4)),
        (date(2026, 4, 1), 2026, (2026, 1)),
        (date(2026, 6, 30), 2026, (2026, 1)),
        (date(2026, 7, 1), 2026, (2026, 2)),
        (date(2026, 12, 31), 2026, (2026, 3)),
        (date(2027, 1, 1), 2026, (2026, 4)),
    ],
)
def test_the_financial_year_and_its_quarters_begin_on_1_april(day, year, quarter):
    assert (financial_year(day), quarter_of(day)) == (year, quarter)
    first, last = days_of_quarter(*quarter)
    assert first <= day <= last


def test_a_quarter_is_said_by_its_months():
    assert days_of_quarter(2026, 4) == (date(2027, 1, 1), date(2027, 3, 31))
    assert days_of_financial_year(2026) == (date(2026, 4, 1), date(2027, 3, 31))
    assert financial_year_words(1999) == "1999–00"
    assert quarter_words((2026, 4)) == "January to March 2027, fourth quarter of 2026–27"
    assert quarter_words((2026, 1)) == "April to June 2026, first quarter of 2026–27"


def test_the_quarters_of_some_days_the_latest_first():
    assert quarters_until(date(2026, 3, 31), date(2026, 7, 1)) == [(2026, 2), (2026, 1), (2025, 4)]
    assert quarters_until(date(2026, 4, 1), date(2026, 4, 1)) == [(2026, 1)]
    assert quarters_until(date(2026, 7, 1), date(2026, 6, 30)) == []
