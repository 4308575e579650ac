"""In time or too late, to the second, and how it is said; London's time in summer and in winter."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from procurement.bidding.calculations import deadline as deadlines
from procurement.tendering.enums import TenderStatus
from socialvalue.common.clock import LONDON
from socialvalue.common.errors import WrongState

DUE = datetime(2026, 11, 20, 14, 0, tzinfo=LONDON)
SECOND = timedelta(seconds=1)


@dataclass
class Timed:
    status: str
    deadline: datetime | None = DUE


NOT_OPEN = "This tender is not open for bids"
ENDED = "The council has ended this tender without an award. Bids can no longer be sent."
LATE = "The deadline was 20 November 2026 at 2pm. It is now 2:00:00pm. Bids can no longer be sent."


@pytest.mark.parametrize(
    ("status", "deadline", "before", "at"),
    [
        (TenderStatus.DRAFT, DUE, NOT_OPEN, NOT_OPEN),
        (TenderStatus.DRAFT, None, NOT_OPEN, NOT_OPEN),
        (TenderStatus.CHECKING, DUE, NOT_OPEN, NOT_OPEN),
        (TenderStatus.RETURNED, DUE, NOT_OPEN, NOT_OPEN),
        (TenderStatus.PUBLISHED, DUE, None, LATE),
        (TenderStatus.PUBLISHED, None, NOT_OPEN, NOT_OPEN),
        (TenderStatus.CLOSED, DUE, NOT_OPEN, LATE),
        (TenderStatus.OPENED, DUE, NOT_OPEN, NOT_OPEN),
        (TenderStatus.EVALUATED, DUE, NOT_OPEN, NOT_OPEN),
        (TenderStatus.DECIDED, DUE, NOT_OPEN, NOT_OPEN),
        (TenderStatus.CONTRACTED, DUE, NOT_OPEN, NOT_OPEN),
        (TenderStatus.TERMINATED, DUE, ENDED, ENDED),
        (TenderStatus.TERMINATED, None, ENDED, ENDED),
    ],
)
def test_who_asks_a_second_before_the_deadline_and_at_it(status, deadline, before, at):
    for now, words in ((DUE - SECOND, before), (DUE, at)):
        if words is None:
            deadlines.check_open(Timed(status, deadline), now)
            continue
        with pytest.raises(WrongState, match=f"^{re.escape(words)}$"):
            deadlines.check_open(Timed(status, deadline), now)


@pytest.mark.parametrize(
    ("moment", "seconds", "words"),
    [
        (DUE, False, "2pm"),
        (DUE, True, "2:00:00pm"),
        (DUE + SECOND, False, "2:00:01pm"),
        (DUE.replace(hour=0, minute=5), True, "12:05:00am"),
        (DUE.replace(hour=12, minute=0), False, "midday"),
        (DUE.replace(hour=12, minute=0), True, "12:00:00pm"),
        (DUE.replace(hour=11, minute=59, second=59), False, "11:59:59am"),
        (DUE.replace(hour=23, minute=7, second=9), False, "11:07:09pm"),
        (datetime.fromisoformat("2026-07-01T13:00:00+00:00"), True, "2:00:00pm"),
    ],
)
def test_the_time_of_day_in_london(moment, seconds, words):
    assert deadlines.time_of_day(moment, seconds) == words


def test_day_and_time_in_words():
    assert deadlines.time_of_day(DUE) == "2pm"
    assert deadlines.in_words(DUE) == "20 November 2026 at 2pm"
    assert deadlines.in_words(DUE, seconds=True) == "20 November 2026 at 2:00:00pm"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (DUE.replace(hour=23, minute=59, second=59), "It is now 11:59:59pm."),
        (DUE.replace(hour=0) + timedelta(days=1), "It is now 12:00:00am on 21 November 2026."),
        # Still the 20th in London
        (datetime.fromisoformat("2026-11-21T01:00:00+02:00"), "It is now 11:00:00pm."),
    ],
)
def test_the_day_is_said_where_it_is_another(now, words):
    assert deadlines.too_late(DUE, now) == f"The deadline was 20 November 2026 at 2pm. {words} Bids can no longer be sent."


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=30, hours=5), "30 days left"),
        (timedelta(days=7, hours=3), "7 days left"),
        (timedelta(days=7), "7 days left"),
        (timedelta(days=7) - SECOND, "6 days and 23 hours left"),
        (timedelta(days=2, hours=3, minutes=59), "2 days and 3 hours left"),
        (timedelta(days=1, minutes=59), "1 day left"),
        (timedelta(days=1, hours=1), "1 day and 1 hour left"),
        (timedelta(days=1), "1 day left"),
        (timedelta(days=1) - SECOND, "23 hours and 59 minutes left"),
        (timedelta(hours=1, minutes=1), "1 hour and 1 minute left"),
        (timedelta(hours=2, seconds=59), "2 hours left"),
        (timedelta(hours=1), "1 hour left"),
        (timedelta(hours=1) - SECOND, "59 minutes left"),
        (timedelta(minutes=2), "2 minutes left"),
        (timedelta(minutes=1), "1 minute left"),
        (timedelta(seconds=59), "Less than a minute left"),
        (timedelta(microseconds=1), "Less than a minute left"),
        (timedelta(0), "The deadline has passed"),
        (-SECOND, "The deadline has passed"),
    ],
)
def test_how_long_there_is_left(left, words):
    assert deadlines.time_left(DUE, DUE - left) == words


def test_the_clocks_going_back_give_an_hour_more():
    """25 October 2026 has 25 hours."""
    midday = datetime(2026, 10, 25, 12, tzinfo=LONDON)
    assert (
        deadlines.time_left(midday.astimezone(), datetime.fromisoformat("2026-10-24T12:00:00+01:00")) == "1 day and 1 hour left"
    )


@pytest.mark.parametrize(
    ("left", "days"),
    [
        (2 * timedelta(days=1) + SECOND, None), (2 * timedelta(days=1), 2), (timedelta(days=1) + SECOND, 2), (timedelta(days=1), 1), (SECOND, 1), (timedelta(0), None), (-SECOND, None),
    ],
)  # fmt: skip
def test_which_reminder_is_due(left, days):
    assert deadlines.days_reminded(DUE + left, DUE) == days
