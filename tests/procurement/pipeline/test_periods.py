"""Times of the year in which a deadline is unkind, by hand from calendars, and the days a picture of the year shades."""

from datetime import date, timedelta

import pytest

from procurement.pipeline.calculations.periods import holiday_period, periods_of
from procurement.pipeline.calculations.shading import shaded
from socialvalue.law.days import BankHoliday

CHRISTMAS, EASTER, SUMMER = "the Christmas and New Year period", "the Easter holidays", "the summer holidays"
FEBRUARY, MAY, OCTOBER = "the February half-term", "the May half-term", "the October half-term"
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2025, 12, 19), date(2026, 1, 4), CHRISTMAS),
        # 13 February 2026 is a Friday
        (date(2026, 2, 16), date(2026, 2, 20), FEBRUARY),
        # Easter Sunday 2026 is 5 April
        (date(2026, 3, 27), date(2026, 4, 13), EASTER),
        (date(2026, 5, 25), date(2026, 5, 29), MAY),
        (date(2026, 7, 22), date(2026, 9, 1), SUMMER),
        # 22 October 2026 is a Thursday
        (date(2026, 10, 26), date(2026, 10, 30), OCTOBER),
        (date(2026, 12, 19), date(2027, 1, 4), CHRISTMAS),
        # 13 February 2023 and 22 October 2029 are Mondays, 31 May 2027 is one too
        (date(2023, 2, 13), date(2023, 2, 17), FEBRUARY),
        (date(2029, 10, 22), date(2029, 10, 26), OCTOBER),
        (date(2027, 5, 31), date(2027, 6, 4), MAY),
        # 13 February 2028 and 22 October 2028 are Sundays, 31 May 2026 is one too; 31 May 2025 is a Saturday
        (date(2028, 2, 14), date(2028, 2, 18), FEBRUARY),
        (date(2028, 10, 23), date(2028, 10, 27), OCTOBER),
        (date(2025, 5, 26), date(2025, 5, 30), MAY),
    ],
)
def test_the_first_and_the_last_day_of_a_holiday_period(first, last, name):
    assert holiday_period(first) == holiday_period(last) == name
    assert holiday_period(first - DAY) is None
    assert holiday_period(last + DAY) is None


def test_a_year_is_touched_by_the_christmas_before_it_and_its_own():
    assert [name for name, _, _ in periods_of(2026)] == [CHRISTMAS, FEBRUARY, EASTER, MAY, SUMMER, OCTOBER, CHRISTMAS]


HALF_TERM = (date(2026, 2, 16), date(2026, 2, 20), "February half-term")


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 2, 1), date(2026, 2, 15), []),
        (date(2026, 2, 1), date(2026, 2, 16), [HALF_TERM]),
        (date(2026, 2, 20), date(2026, 2, 28), [HALF_TERM]),
        (date(2026, 2, 21), date(2026, 2, 28), []),
        (date(2026, 2, 18), date(2026, 2, 18), [HALF_TERM]),
    ],
)
def test_a_period_is_shaded_where_a_day_of_it_is_shown(first, last, found):
    assert shaded(first, last, {}) == found


def test_over_new_year_each_day_is_shaded_once_in_order():
    proclaimed = {
        date(2027, 1, 7): BankHoliday("Victory", frozenset({"ENG"})),
        date(2027, 1, 8): BankHoliday("X", frozenset({"SCT"})),
    }
    assert shaded(date(2026, 12, 27), date(2027, 1, 10), proclaimed) == [
        (date(2026, 12, 19), date(2027, 1, 4), "Christmas and New Year period"),
        (date(2026, 12, 28), date(2026, 12, 28), "Boxing Day (substitute day)"),
        (date(2027, 1, 1), date(2027, 1, 1), "New Year's Day"),
        (date(2027, 1, 7), date(2027, 1, 7), "Victory"),
    ]
