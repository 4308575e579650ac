"""When something is done at the pace so far, worked out by hand."""

from datetime import date

import pytest

from measurement.dashboards.calculations.pace import done_on

MON, TUE, WED, THU = (date(2026, 11, day) for day in (23, 24, 25, 26))


@pytest.mark.parametrize(
    ("days", "left", "today", "expected"),
    [
        # Four in two days: two a day, so six take three days
        ([MON, MON, TUE, TUE], 6, TUE, date(2026, 11, 27)),
        # The days of rest since the last score slow the pace: four in four days
        ([MON, MON, TUE, TUE], 6, THU, date(2026, 12, 2)),
        # Rounded up: three in two days, four left take two and two thirds of a day
        ([MON, TUE, TUE], 4, TUE, date(2026, 11, 27)),
        ([MON, TUE], 1, TUE, WED),
    ],
)
def test_the_day_on_which_it_is_done(days, left, today, expected):
    assert done_on(days, left, today) == expected


@pytest.mark.parametrize(
    ("days", "left"),
    [([], 6), ([MON, MON, MON], 6), ([MON, TUE], 0), ([THU, TUE], 4)],
    ids=["nothing yet", "one day is no pace", "nothing left", "a day to come is no day worked"],
)
def test_there_is_no_pace(days, left):
    assert done_on(days, left, TUE) is None
