"""Periods that somebody chose: whether a council is so large that they are counted by a job, and which are counted."""

from datetime import date, datetime, time, timedelta

from contracts.kept.models import AskedPeriod, Kept
from socialvalue.common import clock

# With more contracts in force or ended the statement takes longer than a second
AT_ONCE = 1000


def is_large(council: int) -> bool:
    """Whether a council (key) has more contracts than are counted while somebody waits. One query that reads so many keys."""
    return Kept.objects.filter(council=council)[AT_ONCE : AT_ONCE + 1].exists()


def closed_evening(day: date) -> date:
    """``day`` where it is over, otherwise yesterday: what is known on the evening of a day that is over does not change."""
    return min(day, clock.today() - timedelta(days=1))


def counted_period(council: int, starts_on: date, ends_on: date, as_of: date) -> AskedPeriod | None:
    """The period where it is counted to its end. One query."""
    rows = AskedPeriod.objects.filter(council=council, starts_on=starts_on, ends_on=ends_on, as_of=as_of)
    return rows.exclude(finished_at=None).first()


def midnight() -> datetime:
    """The beginning of today: what was asked for before it is taken away at night."""
    return datetime.combine(clock.today(), time(), tzinfo=clock.LONDON)


def asked_today(council: int) -> int:
    """How many periods were asked for today in a council (key). One query."""
    return AskedPeriod.objects.filter(council=council, asked_at__gte=midnight()).count()
