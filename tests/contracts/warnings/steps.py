"""What several tests of warnings do: let the clock look on a day, and see what somebody was told."""

from datetime import date, datetime

from contracts.warnings import timed
from contracts.warnings.needs import needs
from socialvalue.common import clock
from tests.builders import people

BEGUN = date(2025, 7, 10)
LAST = date(2028, 3, 31)


def at(day: date, hour: int = 9):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=clock.LONDON))


def look(day: date) -> int:
    """Let the clock come round on this day; how many messages were new."""
    with at(day):
        return timed.apply(clock.now())


def told(user) -> list[str]:
    """The subjects of the warnings this person was sent, the first first."""
    return list(user.messages.filter(key__startswith="contract-warning:").order_by("pk").values_list("subject", flat=True))


def asked(user, day: date):
    """The lines of their home page on that day."""
    with at(day):
        return needs(people.fresh(user), clock.now())
