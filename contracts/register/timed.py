"""Contracts end by themselves after their last day; their owners hear of it before (contracts/warnings)."""

from datetime import datetime, timedelta

from contracts.register.models import Contract
from contracts.register.services import end_what_is_over
from socialvalue.common.timed import Event, day_of, midnight


def due(now: datetime) -> list[Event]:
    """Contracts in force whose last day is over."""
    rows = Contract.objects.over(day_of(now))
    return [Event(midnight(c.last_day + timedelta(days=1)), "end the contract", c.reference) for c in rows]


def apply(now: datetime) -> int:
    """End what is over; how many contracts ended."""
    return end_what_is_over(now)
