"""When something is done at the pace so far. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

LEAST_DAYS = 2


def done_on(days: Sequence[date], left: int, today: date) -> date | None:
    """The day on which the ``left`` that remain are done, at the pace of those done on ``days`` (one entry each).

    The pace is what was done from the first of the days until today, days of rest included. None where nothing is left, and
    where something was done on fewer than ``LEAST_DAYS`` days: one good morning is no pace.
    """
    worked = {day for day in days if day <= today}
    if left <= 0 or len(worked) < LEAST_DAYS:
        return None
    done = sum(day <= today for day in days)
    span = (today - min(worked)).days + 1
    return today + timedelta(days=-(-left * span // done))
