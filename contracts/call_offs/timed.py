"""What framework agreements warn of is told by itself."""

from datetime import datetime

from contracts.call_offs.models import FrameworkAgreement
from contracts.call_offs.services import warn
from socialvalue.common.timed import Event, day_of, midnight


def due(now: datetime) -> list[Event]:
    """One event for all agreements that are to be looked at, at the earliest day."""
    rows = FrameworkAgreement.objects.to_look_at(day_of(now)).order_by("look_on")
    soonest = rows.values_list("look_on", flat=True).first()
    return [Event(midnight(soonest), "tell what framework agreements warn of", "framework agreements")] if soonest else []


def apply(now: datetime) -> int:
    """Tell what is due; the number of new messages."""
    return warn(now)
