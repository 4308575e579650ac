"""Put a message in the outbox; send what waits there."""

from socialvalue.notifications.models import Message


def tell(recipient, *, key: str, subject: str, body: str, url: str = "") -> bool:
    """Put one message for ``recipient`` (a User) in the outbox, once per ``key`` and person; True when it is new.

    Runs inside the caller's transaction, so that nothing is announced that did not happen.
    """
    _, created = Message.objects.get_or_create(
        key=f"{key}:{recipient.pk}",
        defaults={"recipient": recipient, "address": recipient.email, "subject": subject[:200], "body": body, "url": url},
    )
    return created


def tell_all(recipients, *, key: str, subject: str, body: str, url: str = "") -> int:
    """``tell`` for several people; the number of new messages."""
    return sum(tell(r, key=key, subject=subject, body=body, url=url) for r in recipients)
