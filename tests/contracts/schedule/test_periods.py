"""Periods cover each day once; a promise spread over them adds up to itself."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.schedule.calculations.periods import add_months, periods, spread

D = Decimal


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
    rows = periods("half_year", date(2025, 1, 1), date(2025, 7, 31), 20)
    assert [r.ends_on for r in rows] == [date(2025, 6, 30), date(2025, 7, 31)]
    assert rows[1].months == Fraction(31, 184) * 6


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


FOUR_YEARS = periods("year", date(2025, 4, 1), date(2029, 3, 31), 20)


def test_people_over_the_term_are_whole_people():
    assert spread(D(3), "term", FOUR_YEARS) == [0, 1, 1, 1]


def test_a_yearly_promise_in_half_years():
    halves = periods("half_year", date(2025, 4, 1), date(2027, 3, 31), 20)
    assert spread(D(3), "year", halves) == [1, 2, 1, 2]


def test_a_promise_for_the_period_stands_in_each_and_shrinks_in_a_cut_one():
    rows = periods("quarter", date(2025, 1, 1), date(2025, 8, 15), 20)
    assert spread(D(6), "quarter", rows) == [6, 6, 3]


def test_decimals_split_to_four_places_and_lose_nothing():
    parts = spread(D("10.5"), "term", periods("month", date(2025, 1, 1), date(2025, 9, 30), 5))
    assert sum(parts) == D("10.5")
    assert all(p == p.quantize(D("0.0001")) for p in parts)


@pytest.mark.parametrize("amount", [D(1), D(7), D(100), D("33.3333"), D(0)])
@pytest.mark.parametrize("end", [date(2026, 3, 31), date(2027, 7, 9), date(2030, 3, 31)])
def test_the_parts_of_a_term_add_up(amount, end):
    parts = spread(amount, "term", periods("quarter", date(2025, 4, 1), end, 20))
    assert sum(parts) == amount
    assert min(parts) >= 0


def test_levels_are_not_split_and_nothing_stays_nothing():
    assert spread(D(3), "term", FOUR_YEARS, splits=False) == [3, 3, 3, 3]
    assert spread(None, "term", FOUR_YEARS) == [None] * 4
