"""Send what waits in the outbox."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from socialvalue.common import clock
from socialvalue.notifications.documents import letter
from socialvalue.notifications.enums import Delivery
from socialvalue.notifications.models import MOST_ATTEMPTS, Message

log = logging.getLogger(__name__)
# After the last attempt the message stays readable on the site, and is counted on the administrators' page
# Minutes until the next attempt; the last one is repeated
BACK_OFF = [1, 2, 5, 15, 60, 240]
BATCH = 200
SENT = "Sent. What an email to somebody outside said is not kept."
NEVER_SENT = "This email could not be sent. What it said is not kept."
# A link in what was never sent still lets somebody in: so long an administrator can look why
UNSENT_KEPT_FOR = timedelta(days=14)


def forget_unsent() -> int:
    """Of emails to outsiders that were given up, the words go after a fortnight: how many. Twice does nothing.

    What people with an account were told stays on their own page, as ever.
    """
    given_up = Message.objects.filter(
        sent_at=None, recipient=None, attempts__gte=MOST_ATTEMPTS, created_at__lt=clock.now() - UNSENT_KEPT_FOR
    )
    return given_up.exclude(body=NEVER_SENT).update(body=NEVER_SENT)


def send_outbox() -> int:
    """Send what waits, oldest first; the number sent.

    A message is marked as sent, in a transaction of its own, before it is handed to the mail server, and unmarked
    when the server refuses: a worker killed in between loses one email (the message is still on the site), and
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
    waiting = Message.objects.filter(
        sent_at=None, delivery=Delivery.AT_ONCE, attempts__lt=MOST_ATTEMPTS, try_after__lte=clock.now()
    )
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
    letter.of_message(message).email().send()
    if message.recipient_id is None:
        # Nobody reads it here, and its links let somebody in: whoever can read the database must not find them
        Message.objects.filter(pk=message.pk).update(body=SENT)
