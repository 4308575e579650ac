"""What happens by itself at a time. A room that has such a thing offers ``timed.py`` with two functions:

``due(now) -> list[Event]`` says what is due and not done yet; ``apply(now) -> int`` does it and answers how many were done.
Both take an aware moment. ``apply`` is idempotent: a missed run catches up, a repeated run does nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from socialvalue.common import clock


@dataclass(frozen=True)
class Event:
    """``what`` happens ``when`` (aware); ``subject`` is the reference of the thing it happens to."""

    when: datetime
    what: str
    subject: str


def day_of(moment: datetime) -> date:
    """The day in the council's time on which an aware moment falls."""
    return moment.astimezone(clock.LONDON).date()


def midnight(day: date) -> datetime:
    """The moment a day begins in the council's time."""
    return datetime(day.year, day.month, day.day, tzinfo=clock.LONDON)
