"""The arithmetic of the chain: pure, so that a program without this service can follow it (docs/record.md)."""

from dataclasses import dataclass
from datetime import datetime

from socialvalue.audit.calculations import moment
from socialvalue.common.canonical import sha256
from socialvalue.ledger.enums import Fault

# What the first link follows
NOTHING = "0" * 64


@dataclass(frozen=True)
class Linked:
    """A link as it stands in the database: its place, which entry it holds, that entry's digest, and its own."""

    number: int
    event: int
    content: str
    digest: str
    recorded_at: datetime | None


@dataclass(frozen=True)
class Break:
    """The first place at which the record is not as it was linked. ``before`` and ``after``: the numbers of its neighbours."""

    fault: Fault
    number: int
    event: int | None
    before: int | None
    after: int | None


def link_digest(number: int, previous: str, event: int, content: str, recorded_at: datetime | None) -> str:
    """SHA-256 in hexadecimal of a link: its place (from 1), the digest before it, the entry's key, digest and database time."""
    at = moment(recorded_at) if recorded_at else None
    return sha256([number, previous, event, content, at])


def fault_of(expected: int, previous: str, link: Linked, found: str | None) -> Fault | None:
    """What is wrong at the link that should be number ``expected`` after ``previous``; None where nothing is.

    ``found``: the digest of the entry as it stands now, None where the entry is gone.
    """
    if link.number != expected:
        return Fault.LINK_GONE
    if link_digest(link.number, previous, link.event, link.content, link.recorded_at) != link.digest:
        # An entry's time is held by the link alone: an entry that is gone has none any more
        return Fault.ENTRY_GONE if found is None else Fault.LINK_CHANGED
    if found != link.content:
        return Fault.ENTRY_CHANGED
    return None


def is_digest(text: str) -> bool:
    """Whether it could be one: 64 hexadecimal digits."""
    return len(text) == 64 and all(letter in "0123456789abcdef" for letter in text)
