"""How far the chain of the record is, in words."""

from dataclasses import dataclass

from django.db import connection

from socialvalue.accounts.models import Organisation
from socialvalue.common.counting import many
from socialvalue.common.templatetags.formats import plain_moment
from socialvalue.ledger.models import RecordCheck, Witness
from socialvalue.ledger.selectors import ALARM_AFTER, Head, head, lag, last_check


@dataclass(frozen=True)
class Record:
    """The chain as an administrator reads it. ``late``: entries wait longer than they should."""

    facts: list[tuple[str, str]]
    late: bool
    check: RecordCheck | None
    witnesses: list[Witness]
    has_roles: bool


def record_page(council: Organisation) -> Record:
    last, waiting, check = head(), lag(), last_check()
    facts = [
        ("Entries linked", f"{last.number:,}" if last.number else "None yet"),
        ("Last link", plain_moment(last.at) if last.at else "None yet"),
        ("Digest of the last", last.digest if last.number else "None yet"),
        ("Waiting for a link", f"An entry for {many(int(waiting.total_seconds()), 'second')}" if waiting else "Nothing"),
        ("Last read whole", checked_words(check)),
    ]
    return Record(
        facts=facts,
        late=waiting > ALARM_AFTER,
        check=check,
        witnesses=list(Witness.objects.standing().filter(council=council).select_related("added_by")),
        has_roles=has_roles(),
    )


def has_roles() -> bool:
    """Whether the database keeps the links from those who write entries. SQLite cannot."""
    return connection.vendor == "postgresql"


def checked_words(check: RecordCheck | None) -> str:
    """When the whole record was last read and what was found, for everybody."""
    if check is None:
        return "Not yet. It is read every night."
    when = plain_moment(check.finished_at)
    if check.is_well:
        return f"{when}: {many(check.links, 'entry', 'entries')}, each as it was linked"
    return f"{when}: right up to entry {check.links:,}, and changed after it"


def answer(number: int, digest: str, holds: bool, last: Head) -> tuple[bool, str]:
    """(whether it fits, the sentence) for a head that somebody kept."""
    if holds:
        return True, f"It fits. Entry {number:,} and all before it are as they were when you were given this digest."
    if number > last.number:
        return False, f"It does not fit. The record has only {last.number:,} entries now, so entries at its end are gone."
    return False, (
        f"It does not fit. Entry {number:,} has another digest now. Check what you typed. If it is right, an entry up to this "
        "one, or its link, was changed: tell the council’s monitoring officer, and keep what you were sent."
    )
