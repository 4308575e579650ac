"""Put a message in the outbox; send what waits there; mark messages read."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction

from socialvalue.common import clock
from socialvalue.notifications.models import MOST_ATTEMPTS, Message

log = logging.getLogger(__name__)
# After the last attempt the message stays readable on the site, and is counted on the administrators' page
# Minutes until the next attempt; the last one is repeated
BACK_OFF = [1, 2, 5, 15, 60, 240]
BATCH = 200
SENT = "Sent. What an e-mail to somebody outside said is not kept."


def tell(recipient, *, key: str, subject: str, body: str, url: str = "") -> bool:
    """Put one message for ``recipient`` (a User) in the outbox, once per ``key`` and person; True when it is new.

    Runs inside the caller's transaction, so that nothing is announced that did not happen.
    """
    _, created = Message.objects.get_or_create(
        key=f"{key}:{recipient.pk}",
        defaults={
            "recipient": recipient,
            "address": recipient.email,
            "subject": subject[:200],
            "body": body,
            "url": url,
        },
    )
    return created


def tell_all(recipients, *, key: str, subject: str, body: str, url: str = "") -> int:
    """``tell`` for several people; the number of new messages."""
    return sum(tell(r, key=key, subject=subject, body=body, url=url) for r in recipients)


def write_to(address: str, *, key: str, subject: str, body: str) -> bool:
    """An e-mail alone, to somebody who may have no account yet, or with a link that belongs in no list on the site.

    Once per ``key``; True when it is new.
    """
    _, created = Message.objects.get_or_create(
        key=key, defaults={"recipient": None, "address": address, "subject": subject[:200], "body": body}
    )
    return created


def mark_read(message: Message, *, by) -> Message:
    """The addressee has read ``message``; a second time changes nothing. Reading one's own post is not audited."""
    if message.recipient_id == by.pk and message.read_at is None:
        message.read_at = clock.now()
        message.save(update_fields=["read_at"])
    return message


def mark_all_read(*, by) -> int:
    """Every unread message of ``by``; how many there were."""
    return Message.objects.visible_to(by).filter(read_at=None).update(read_at=clock.now())


def send_outbox() -> int:
    """Send what waits, oldest first; the number sent.

    A message is marked as sent, in a transaction of its own, before it is handed to the mail server, and unmarked
    when the server refuses: a worker killed in between loses one e-mail (the message is still on the site), and
    never sends one twice. In the demonstration nothing leaves the machine: messages are marked and kept.
    """
    sent = 0
    for _ in range(BATCH):
        message = _claim()
        if message is None:
            break
        try:
            _deliver(message)
        except Exception:
            log.exception("message %s was not sent, attempt %s", message.pk, message.attempts)
            _give_back(message)
            continue
        sent += 1
    return sent


@transaction.atomic
def _claim() -> Message | None:
    waiting = Message.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS, try_after__lte=clock.now())
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    message = waiting.order_by("try_after", "pk").first()
    if message:
        message.sent_at = clock.now()
        message.attempts += 1
        message.save(update_fields=["sent_at", "attempts"])
    return message


def _give_back(message: Message) -> None:
    minutes = BACK_OFF[min(message.attempts, len(BACK_OFF)) - 1]
    message.sent_at = None
    message.try_after = clock.now() + timedelta(minutes=minutes)
    message.save(update_fields=["sent_at", "try_after"])


def _deliver(message: Message) -> None:
    if settings.DEMONSTRATION:
        return
    body = message.body
    if message.url:
        body += f"\n\n{settings.SITE_URL}{message.url}"
    EmailMessage(
        # A line break in a subject would start another header
        subject=" ".join(message.subject.split()),
        body=f"{body}\n\n{settings.SERVICE_NAME}\n",
        to=[message.address],
        connection=get_connection(),
    ).send()
    if message.recipient_id is None:
        # Nobody reads it here, and its links let somebody in: whoever can read the database must not find them
        Message.objects.filter(pk=message.pk).update(body=SENT)
