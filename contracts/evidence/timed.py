"""What each person reached is deleted by itself when its time is over."""

from datetime import datetime

from contracts.evidence.services.individuals import forget, periods_to_forget
from socialvalue.common.timed import Event


def due(now: datetime) -> list[Event]:
    return [Event(now, "delete what each person reached", str(row)) for row in periods_to_forget(now)]


def apply(now: datetime) -> int:
    """How many periods were forgotten; their figures are kept."""
    return forget(now)
