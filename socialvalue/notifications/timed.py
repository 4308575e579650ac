"""Once a day those who asked for it get their news in one email."""

from datetime import datetime

from socialvalue.common.timed import Event
from socialvalue.notifications.services import gather_news, waiting_for_digest
from socialvalue.notifications.services.gathering import last_hour


def due(now: datetime) -> list[Event]:
    """One event where news waits for a daily email that should have gone out."""
    waits = waiting_for_digest(now).exists()
    return [Event(last_hour(now), "send the daily emails", "messages")] if waits else []


def apply(now: datetime) -> int:
    """Put them in the outbox; how many."""
    return gather_news(now)
