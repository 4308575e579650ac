"""What of a sum set aside is spent and remains by quarter: worked by hand."""

from datetime import date
from decimal import Decimal as D

import pytest

from contracts.innovation.calculations import Held, Line, by_quarter, free, promised
from socialvalue.law.periods import (
    days_of_financial_year,
    days_of_quarter,
    financial_year,
    financial_year_words,
    quarter_after,
    quarter_of,
    quarter_words,
    quarters_until,
)


@pytest.mark.parametrize(
    "projects, takes, left",
    [
        ([], "0", "20000"),
        ([Held(D(5000), D(0))], "5000", "15000"),
        ([Held(D(5000), D(4200), finished=True)], "4200", "15800"),
        ([Held(D(5000), D(4200)), Held(D(15000), D(0))], "20000", "0"),
    ],
)
def test_a_project_takes_what_was_approved_until_it_is_finished(projects, takes, left):
    assert (promised(projects), free(D(20000), projects)) == (D(takes), D(left))


def test_each_quarter_from_the_first_spending_to_today_has_a_line():
    spent = [((2026, 1), D(1000)), ((2026, 3), D(250)), ((2026, 1), D(500))]
    assert by_quarter(D(20000), spent, (2026, 4)) == [
        Line((2026, 1), D(1500), D(18500)),
        Line((2026, 2), D(0), D(18500)),
        Line((2026, 3), D(250), D(18250)),
        Line((2026, 4), D(0), D(18250)),
    ]


def test_a_later_quarter_than_today_s_is_not_left_out_and_nothing_spent_is_no_line():
    assert [one.quarter for one in by_quarter(D(10), [((2026, 4), D(1))], (2026, 3))] == [(2026, 4)]
    assert by_quarter(D(10), [], (2026, 3)) == []


def test_a_year_follows_a_year():
    assert (quarter_after((2026, 3)), quarter_after((2026, 4))) == ((2026, 4), (2027, 1))


@pytest.mark.parametrize(
    "day, year, quarter",
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
