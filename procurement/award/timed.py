"""Standstills in which a bank holiday was proclaimed become longer by themselves."""

from datetime import datetime

from procurement.award.services import awards_to_lengthen, lengthen_standstills
from socialvalue.common import clock
from socialvalue.common.timed import Event


def due(now: datetime) -> list[Event]:
    """Awards whose standstill ends later than its bidders were told."""
    today = now.astimezone(clock.LONDON).date()
    return [Event(now, "make the standstill longer", award.tender.reference) for award in awards_to_lengthen(today)]


def apply(now: datetime) -> int:
    """Store the later end and tell bidders and officers; how many standstills became longer."""
    return lengthen_standstills(now)
