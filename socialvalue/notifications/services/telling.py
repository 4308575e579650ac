"""Put a message in the outbox."""

from collections.abc import Iterable
from datetime import date, datetime

from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.enums import Delivery
from socialvalue.notifications.models import Message


def tell(
    recipient,
    *,
    key: str,
    subject: str,
    body: str,
    url: str = "",
    action: str = "",
    by: date | datetime | None = None,
    why: str = "",
    private: str = "",
    council=None,
    for_information: bool = False,
    duty: str = "",
) -> bool:
    """Put one message for ``recipient`` (a User) in the outbox, once per ``key`` and person; True when it is new.

    ``action`` is the link as a sentence (“Approve or return the plan”), ``by`` the day or the aware moment by when, ``why`` a
    sentence (“You get this because you lead this evaluation.”). ``council``: in whose name it is sent, where that is not the
    recipient's own. ``for_information``: it asks nothing, so its recipient's settings say how they hear of it; anything else
    is sent at once. ``duty``: it is for them because of what can be passed on while they are away; whoever stands in for them
    gets it too. What somebody wrote, a reason or a comment, does not belong in ``body``: the page it leads to has it, or
    ``private``, which stands on the recipient's page of messages and in no email.

    Runs inside the caller's transaction, so that nothing is announced that did not happen. Raises ValueError for news with
    a ``by``, and for a ``duty`` without its ``council``.
    """
    if for_information and by is not None:
        raise ValueError(f"{key}: news asks nothing, so it has no day by when")
    if duty and council is None:
        raise ValueError(f"{key}: what is passed on is passed on in a council, so it needs one")
    for delegation in recipient.replaced_by(duty, council) if duty else ():
        standing_in = f"You get this because you stand in for {recipient}, who is away until {plain_day(delegation.ends_on)}."
        tell(
            delegation.delegate, key=key, subject=subject, body=body, url=url, action=action, by=by, why=standing_in,
            council=council, for_information=for_information,
        )  # fmt: skip
    moment = by if isinstance(by, datetime) else None
    _, created = Message.objects.get_or_create(
        key=f"{key}:{recipient.pk}",
        defaults={
            "recipient": recipient,
            "address": recipient.email,
            "council": council,
            "subject": subject[:200],
            "body": body,
            "url": url,
            "action": action,
            "why": why,
            "private": private,
            "due_on": moment.astimezone(clock.LONDON).date() if moment else by,
            "due_at": moment,
            "for_information": for_information,
            "delivery": recipient.news if for_information else Delivery.AT_ONCE,
        },
    )
    return created


def tell_all(
    recipients: Iterable,
    *,
    key: str,
    subject: str,
    body: str,
    url: str = "",
    action: str = "",
    by: date | datetime | None = None,
    why: str = "",
    private: str = "",
    council=None,
    for_information: bool = False,
    duty: str = "",
) -> int:
    """``tell`` for several people; the number of new messages."""
    return sum(
        tell(
            person, key=key, subject=subject, body=body, url=url, action=action, by=by, why=why,
            private=private, council=council, for_information=for_information, duty=duty,
        )
        for person in recipients
    )  # fmt: skip


def write_to(address: str, *, key: str, subject: str, body: str, action: str = "", council=None) -> bool:
    """An email alone, to somebody who may have no account yet, or with a link that belongs in no list on the site.

    ``action``: what the link does that stands in a paragraph of its own. Once per ``key``; True when it is new.
    """
    _, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "recipient": None, "address": address, "subject": subject[:200], "body": body, "action": action, "council": council,
        },
    )  # fmt: skip
    return created
