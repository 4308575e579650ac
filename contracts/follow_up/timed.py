"""The list to follow up follows what is reported."""

from datetime import datetime

from contracts.follow_up.services import follow
from contracts.kept.models import Kept
from socialvalue.common.timed import Event, day_of, midnight


def due(now: datetime) -> list[Event]:
    """One event for all contracts that are to be looked through, at the earliest day."""
    rows = Kept.objects.filter(follow_on__lte=day_of(now)).order_by("follow_on")
    soonest = rows.values_list("follow_on", flat=True).first()
    return [Event(midnight(soonest), "look through what returns say", "contracts")] if soonest else []


def apply(now: datetime) -> int:
    """Look through them; how much is new on the list."""
    return follow(now)
