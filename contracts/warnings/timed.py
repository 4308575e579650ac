"""What contracts warn of is told by itself."""

from datetime import datetime

from contracts.register.models import Contract
from contracts.warnings.services import warn
from socialvalue.common.timed import Event, day_of, midnight


def due(now: datetime) -> list[Event]:
    """One event for all contracts that are to be looked at, at the earliest day."""
    soonest = Contract.objects.to_look_at(day_of(now)).values_list("look_on", flat=True).first()
    return [Event(midnight(soonest), "tell what contracts warn of", "contracts")] if soonest else []


def apply(now: datetime) -> int:
    """Tell what is due; the number of new messages."""
    return warn(now)
