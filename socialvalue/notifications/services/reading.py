"""Messages that were read. Reading one's own post is not audited."""

from socialvalue.common import clock
from socialvalue.notifications.models import Message


def mark_read(message: Message, *, by) -> Message:
    """The addressee has read ``message``; a second time changes nothing."""
    if message.recipient_id == by.pk and message.read_at is None:
        message.read_at = clock.now()
        message.save(update_fields=["read_at"])
    return message


def mark_all_read(*, by) -> int:
    """Every unread message of ``by``; how many there were."""
    return Message.objects.visible_to(by).unread().update(read_at=clock.now())
