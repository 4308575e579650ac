"""Reads."""

from socialvalue.notifications.models import Message
from socialvalue.notifications.services import MOST_ATTEMPTS


def unread_count(user) -> int:
    """Messages of ``user`` not read yet."""
    return Message.objects.visible_to(user).filter(read_at=None).count()


def undeliverable():
    """E-mails given up after the last attempt."""
    return Message.objects.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS)
