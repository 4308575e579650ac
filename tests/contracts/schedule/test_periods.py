"""Periods cover each day once, whatever cannot move any more; a stub is no period of its own."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from contracts.schedule.calculations.periods import Grid, add_months, milestone, periods


def test_quarters_begin_on_the_contracts_own_day():
    rows = periods("quarter", date(2025, 4, 15), date(2026, 4, 14), 20)
    assert [(r.starts_on, r.ends_on, r.due_on) for r in rows] == [
        (date(2025, 4, 15), date(2025, 7, 14), date(2025, 8, 3)),
        (date(2025, 7, 15), date(2025, 10, 14), date(2025, 11, 3)),
        (date(2025, 10, 15), date(2026, 1, 14), date(2026, 2, 3)),
        (date(2026, 1, 15), date(2026, 4, 14), date(2026, 5, 4)),
    ]


def test_the_31st_comes_back_after_short_months():
    rows = periods("month", date(2025, 1, 31), date(2025, 5, 30), 0)
    assert [r.starts_on for r in rows] == [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)]


def test_leap_day_start_has_its_anniversary_in_every_year():
    rows = periods("year", date(2024, 2, 29), date(2029, 2, 27), 30)
    assert [r.starts_on for r in rows] == [
        date(2024, 2, 29),
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]
    assert rows[-1].ends_on == date(2029, 2, 27)
    assert rows[-1].months == 12


def test_the_last_period_is_cut_where_the_contract_ends():
    rows = periods("half_year", date(2025, 1, 1), date(2025, 8, 31), 20)
    assert [r.ends_on for r in rows] == [date(2025, 6, 30), date(2025, 8, 31)]
    assert rows[1].months == Fraction(62, 184) * 6


@pytest.mark.parametrize("frequency", ["month", "quarter", "half_year", "year"])
@pytest.mark.parametrize("start", [date(2024, 1, 31), date(2024, 2, 29), date(2025, 4, 1), date(2025, 12, 31)])
@pytest.mark.parametrize("days", [1, 2, 29, 365, 366, 1000])
def test_periods_cover_every_day_exactly_once(frequency, start, days):
    end = start + timedelta(days=days - 1)
    rows = periods(frequency, start, end, 20)
    assert rows[0].starts_on == start
    assert rows[-1].ends_on == end
    for before, after in zip(rows, rows[1:], strict=False):
        assert after.starts_on == before.ends_on + timedelta(days=1)
    assert all(r.due_on == r.ends_on + timedelta(days=20) for r in rows)


def test_a_contract_of_one_day_has_one_period():
    assert len(periods("year", date(2025, 1, 1), date(2025, 1, 1), 0)) == 1


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        periods("month", date(2025, 1, 2), date(2025, 1, 1), 0)


@pytest.mark.parametrize(
    "day, months, expected",
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
    ],
)
def test_add_months(day, months, expected):
    assert add_months(day, months) == expected


def dates(rows):
    return [(row.starts_on, row.ends_on) for row in rows]


@pytest.mark.parametrize(
    "starts, ends, expected",
    [
        (date(2025, 4, 1), date(2026, 4, 1), [(date(2025, 4, 1), date(2026, 4, 1))]),
        (date(2024, 2, 29), date(2025, 2, 28), [(date(2024, 2, 29), date(2025, 2, 28))]),
        # A quarter of a year is 91.25 days: 91 days are a stub, 92 are not
        (date(2025, 4, 1), date(2026, 6, 30), [(date(2025, 4, 1), date(2026, 6, 30))]),
        (date(2025, 4, 1), date(2026, 7, 1), [(date(2025, 4, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 7, 1))]),
    ],
)
def test_an_end_some_days_too_late_makes_no_period_of_its_own(starts, ends, expected):
    assert dates(periods("year", starts, ends, 20)) == expected


def test_days_left_by_a_cut_period_that_was_reported_are_owed_after_an_extension():
    rows = periods("quarter", date(2025, 4, 1), date(2026, 3, 31), 20, fixed=[(date(2025, 10, 1), date(2025, 11, 15))])
    assert dates(rows)[2:] == [(date(2025, 11, 16), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 3, 31))]
    assert rows[2].due_on == date(2026, 1, 20)
    assert rows[2].months == Fraction(46, 92) * 3


def test_few_days_left_by_a_fixed_period_join_the_free_one_after():
    rows = periods("quarter", date(2025, 4, 1), date(2026, 3, 31), 20, fixed=[(date(2025, 4, 1), date(2025, 9, 10))])
    assert dates(rows)[0] == (date(2025, 9, 11), date(2025, 12, 31))


@pytest.mark.parametrize("ends, count", [(date(2025, 7, 22), 0), (date(2025, 7, 31), 1)])
def test_few_days_between_fixed_periods_stand_alone(ends, count):
    fixed = [(date(2025, 4, 1), date(2025, 7, 22)), (date(2025, 8, 1), date(2025, 12, 31))]
    assert len(periods("quarter", date(2025, 4, 1), ends, 20, fixed=fixed)) == count


def test_few_days_on_both_sides_of_a_boundary_are_one_period():
    fixed = [(date(2025, 4, 1), date(2025, 6, 20)), (date(2025, 7, 11), date(2025, 9, 30))]
    assert dates(periods("quarter", date(2025, 4, 1), date(2025, 9, 30), 20, fixed=fixed)) == [
        (date(2025, 6, 21), date(2025, 7, 10))
    ]


@pytest.mark.parametrize(
    "reported_from, first",
    [
        (date(2025, 4, 1), date(2025, 4, 1)),
        (date(2025, 6, 30), date(2025, 7, 1)),
        (date(2025, 7, 1), date(2025, 7, 1)),
        (date(2025, 7, 2), date(2025, 10, 1)),
    ],
)
def test_the_first_period_begins_on_the_day_from_which_is_reported_or_later(reported_from, first):
    rows = periods("quarter", date(2025, 4, 1), date(2026, 3, 31), 20, reported_from=reported_from)
    assert (rows[0].starts_on, rows[-1].ends_on) == (first, date(2026, 3, 31))


def test_a_day_after_the_last_period_has_begun_leaves_none():
    assert periods("quarter", date(2025, 4, 1), date(2026, 3, 31), 20, reported_from=date(2026, 1, 2)) == []


def test_a_milestone_has_one_period_up_to_its_day():
    row = milestone(date(2025, 4, 1), date(2026, 6, 30), 20)
    assert (row.starts_on, row.ends_on, row.due_on, row.months) == (date(2025, 4, 1), date(2026, 6, 30), date(2026, 7, 20), 0)


@pytest.mark.parametrize(
    "day, month",
    [
        (date(2025, 4, 1), 0),
        (date(2025, 7, 1), 3),
        (date(2025, 8, 16), Fraction(9, 2)),
        (date(2026, 4, 1), 12),
        (date(2025, 3, 31), -Fraction(3, 90)),
    ],
)
def test_where_a_day_lies_in_months_from_the_first_day(day, month):
    assert Grid("quarter", date(2025, 4, 1)).position(day) == month
