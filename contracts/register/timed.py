"""Contracts end by themselves after their last day, and their owners hear of it before."""

from datetime import datetime, timedelta

from contracts.register.models import Contract
from contracts.register.services import end_what_is_over, tell_of_ends
from socialvalue.common.timed import Event, day_of, midnight


def due(now: datetime) -> list[Event]:
    """Contracts in force whose last day is over."""
    rows = Contract.objects.over(day_of(now))
    return [Event(midnight(c.last_day + timedelta(days=1)), "end the contract", c.reference) for c in rows]


def apply(now: datetime) -> int:
    """Tell the owners what ends, then end what is over; how many contracts ended."""
    tell_of_ends(now)
    return end_what_is_over(now)
