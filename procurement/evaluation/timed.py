"""Panellists are reminded of scores that are not final."""

from datetime import datetime

from procurement.evaluation.services.reminding import reminders
from socialvalue.common.timed import Event
from socialvalue.notifications.services.reminding import events_of, not_told, remind


def due(now: datetime) -> list[Event]:
    """Evaluations whose day for scores is near or past, with scores that are not final and nobody reminded yet."""
    return events_of(not_told(reminders(now)))


def apply(now: datetime) -> int:
    """Send the reminders; how many messages."""
    return remind(reminders(now))
