"""Put a message in the outbox."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Required, TypedDict, Unpack

from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.enums import Delivery
from socialvalue.notifications.models import Message

# A database takes only so many values in one statement
AT_ONCE = 500


class Letter(TypedDict, total=False):
    """What a message says; ``tell_each`` explains each."""

    key: Required[str]
    subject: Required[str]
    body: Required[str]
    url: str
    action: str
    by: date | datetime | None
    why: str
    private: str
    council: Any
    for_information: bool
    duty: str
    enclosed: tuple[str, str]


def tell(recipient, **message: Unpack[Letter]) -> bool:
    """Put one message for ``recipient`` (a User) in the outbox, once per ``key`` and person; True when it is new.

    The message is as ``tell_each`` takes it.
    """
    return bool(tell_each([(recipient, message)]))


def tell_all(recipients: Iterable, **message: Unpack[Letter]) -> int:
    """``tell`` for several people; the number of new messages, without those to people who stand in."""
    return tell_each((person, message) for person in recipients)


def tell_each(letters: Iterable[tuple[Any, Letter]]) -> int:
    """To each person (a User) their own message, once per ``key`` and person; how many of them are new.

    Two statements for each ``AT_ONCE`` messages, however many people: what went out before is asked for, the rest is written
    together, and the unique key of a message stops what another process wrote meanwhile.

    A message has ``key``, ``subject``, ``body``; ``url``, a path, and ``action``, the link as a sentence (“Approve or return
    the plan”); ``by``, the day or the aware moment by when; ``why``, a sentence (“You get this because you lead this
    evaluation.”). ``council``: in whose name it is sent, where that is not the recipient's own. ``for_information``: it asks
    nothing, so its recipient's settings say how they hear of it; anything else is sent at once. ``duty``: it is for them
    because of what can be passed on while they are away; whoever stands in for them gets it too. What somebody wrote, a reason
    or a comment, does not belong in ``body``: the page it leads to has it, or ``private``, which stands on the recipient's page
    of messages and in no email. ``enclosed``: a file of JSON, its name and its text, that the email brings along.

    Runs inside the caller's transaction, so that nothing is announced that did not happen. Raises ValueError for news with
    a ``by``, and for a ``duty`` without its ``council``.
    """
    wanted: dict[str, Message] = {}
    asked: set[str] = set()
    for recipient, message in letters:
        for row in _with_those_standing_in(recipient, message):
            wanted.setdefault(row.key, row)
        asked.add(f"{message['key']}:{recipient.pk}")
    new, rows = 0, list(wanted.values())
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        told = set(Message.objects.filter(key__in=[row.key for row in part]).values_list("key", flat=True))
        part = [row for row in part if row.key not in told]
        Message.objects.bulk_create(part, ignore_conflicts=True)
        new += sum(row.key in asked for row in part)
    return new


def _with_those_standing_in(recipient, message: Letter) -> Iterator[Message]:
    """The message, after those to whoever stands in for its recipient."""
    duty, council = message.get("duty", ""), message.get("council")
    if duty and council is None:
        raise ValueError(f"{message['key']}: what is passed on is passed on in a council, so it needs one")
    for delegation in recipient.replaced_by(duty, council) if duty else ():
        standing_in = f"You get this because you stand in for {recipient}, who is away until {plain_day(delegation.ends_on)}."
        yield _message(delegation.delegate, {**message, "why": standing_in, "private": ""})
    yield _message(recipient, message)


def _message(recipient, message: Letter) -> Message:
    by, for_information = message.get("by"), message.get("for_information", False)
    if for_information and by is not None:
        raise ValueError(f"{message['key']}: news asks nothing, so it has no day by when")
    moment = by if isinstance(by, datetime) else None
    enclosed_name, enclosed = message.get("enclosed", ("", ""))
    return Message(
        key=f"{message['key']}:{recipient.pk}",
        recipient=recipient,
        address=recipient.email,
        council=message.get("council"),
        subject=message["subject"][:200],
        body=message["body"],
        url=message.get("url", ""),
        action=message.get("action", ""),
        why=message.get("why", ""),
        private=message.get("private", ""),
        enclosed_name=enclosed_name,
        enclosed=enclosed,
        due_on=moment.astimezone(clock.LONDON).date() if moment else by,
        due_at=moment,
        for_information=for_information,
        delivery=recipient.news if for_information else Delivery.AT_ONCE,
    )


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
