"""Messages that were read. Reading one's own post is not audited."""

from datetime import datetime

from socialvalue.common import clock
from socialvalue.notifications.models import Message


def mark_read(message: Message, *, by) -> Message:
    """The addressee has read ``message``; a second time changes nothing."""
    if message.recipient_id == by.pk and message.read_at is None:
        message.read_at = clock.now()
        message.save(update_fields=["read_at"])
    return message


def mark_all_read(*, by, until: datetime | None = None) -> int:
    """Every unread message of ``by``, or those that came before ``until``; how many there were."""
    found = Message.objects.visible_to(by).unread()
    return (found.filter(created_at__lt=until) if until else found).update(read_at=clock.now())
