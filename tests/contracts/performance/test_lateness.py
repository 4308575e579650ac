"""When a return is late: both sides of every day that matters."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.performance.lateness import days_late, is_overdue, late_by, stage_of

DUE = date(2025, 7, 20)


@pytest.mark.parametrize("late, overdue", [(-1, False), (0, False), (1, True), (400, True)])
def test_the_due_day_itself_is_in_time(late, overdue):
    today = DUE + timedelta(days=late)
    assert days_late(DUE, today) == late
    assert is_overdue(DUE, today) is overdue


@pytest.mark.parametrize("handed_in, waived", [(True, False), (False, True), (True, True)])
def test_what_is_in_or_no_longer_owed_is_never_overdue(handed_in, waived):
    assert is_overdue(DUE, DUE + timedelta(days=90), handed_in=handed_in, waived=waived) is False


@pytest.mark.parametrize(
    "late, stage",
    [
        (-8, ""),
        (-7, "soon"),
        (0, "soon"),
        (1, "overdue-1"),
        (6, "overdue-1"),
        (7, "overdue-7"),
        (20, "overdue-7"),
        (21, "overdue-21"),
        (300, "overdue-21"),
    ],
)
def test_each_reminder_has_its_first_day(late, stage):
    assert stage_of(late) == stage


@pytest.mark.parametrize(
    ("sent", "late"),
    [
        (None, 0),
        (date(2026, 7, 20), 0),
        (date(2026, 7, 21), 1),
        # The day in London: an hour before midnight there it is midnight in summer
        (datetime(2026, 7, 20, 22, 59, tzinfo=UTC), 0),
        (datetime(2026, 7, 20, 23, 0, tzinfo=UTC), 1),
    ],
)
def test_what_was_handed_in_is_late_by_its_day_or_by_its_moment(sent, late):
    assert late_by(date(2026, 7, 20), sent) == late
