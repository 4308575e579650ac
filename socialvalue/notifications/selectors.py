"""Reads."""

from socialvalue.notifications.models import MOST_ATTEMPTS, Message


def unread_count(user) -> int:
    """Messages of ``user`` not read yet."""
    return Message.objects.visible_to(user).filter(read_at=None).count()


def undeliverable():
    """E-mails given up after the last attempt."""
    return Message.objects.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS)
