"""Reminders of returns go out by themselves."""

from datetime import datetime, timedelta

from contracts.schedule.models import DueReturn
from contracts.schedule.services import remind
from socialvalue.common.timed import Event, day_of, midnight

# The list looks this far ahead; what is said, and when, is decided by the service
AHEAD = timedelta(days=14)


def due(now: datetime) -> list[Event]:
    """One event for all returns that are due soon or overdue, at the earliest due day."""
    rows = DueReturn.objects.outstanding().due_by(day_of(now + AHEAD))
    soonest = rows.order_by("due_on").values_list("due_on", flat=True).first()
    return [Event(midnight(soonest), "remind of returns", "returns")] if soonest else []


def apply(now: datetime) -> int:
    """Send the reminders that should have gone out by now; the number of new messages."""
    return remind(now)
