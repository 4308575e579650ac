"""A standstill in which a bank holiday was proclaimed becomes longer by itself; when one is over, people are told."""

from datetime import datetime

from procurement.award.services import awards_to_lengthen, lengthen_standstills
from procurement.award.services.ending import reminders, say_standstills_over
from socialvalue.common.timed import Event, day_of
from socialvalue.notifications.services.reminding import events_of, not_told


def due(now: datetime) -> list[Event]:
    """Awards whose standstill ends later than its bidders were told, and those whose standstill is over and nobody was told."""
    longer = [Event(now, "make the standstill longer", award.tender.reference) for award in awards_to_lengthen(day_of(now))]
    return longer + events_of(not_told(reminders(now)))


def apply(now: datetime) -> int:
    """Store the later ends and say which standstills are over; how many became longer and how many messages went out."""
    return lengthen_standstills(now) + say_standstills_over(now)
