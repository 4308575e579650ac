"""Reminders: a message that is due at a time. Its key makes it one, however often the clock comes round."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from socialvalue.common.timed import Event
from socialvalue.notifications.models import Message
from socialvalue.notifications.services.telling import AT_ONCE, Letter, tell_each


@dataclass(frozen=True)
class Reminder:
    """``event`` is what falls due; ``message`` what ``tell`` takes beside the recipient."""

    event: Event
    recipient: Any
    message: Letter

    @property
    def key(self) -> str:
        return f"{self.message['key']}:{self.recipient.pk}"


def not_told(reminders: Iterable[Reminder]) -> list[Reminder]:
    """Those whose message has not gone out yet. One query for each ``AT_ONCE``."""
    wanted = list(reminders)
    keys, told = [one.key for one in wanted], set()
    for start in range(0, len(keys), AT_ONCE):
        told |= set(Message.objects.filter(key__in=keys[start : start + AT_ONCE]).values_list("key", flat=True))
    return [one for one in wanted if one.key not in told]


def events_of(reminders: Iterable[Reminder]) -> list[Event]:
    """What falls due, each once, in the order given."""
    return list(dict.fromkeys(one.event for one in reminders))


def remind(reminders: Iterable[Reminder]) -> int:
    """Send those not sent yet; how many messages."""
    return tell_each((one.recipient, one.message) for one in reminders)
