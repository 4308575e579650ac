"""What somebody had read when they pressed the button: it travels with the request, and ``saving.locked`` asks for it.

A page says it in each of its forms with the tag ``as_read`` (“contracts.contract:5:3:1764201600”: the record, how it stood,
when it was drawn; several with spaces between them). The middleware ``what_was_read`` keeps it for one request. Outside a
request (a job, the clock, a test of a service) nothing was read, and nothing is asked.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.crypto import salted_hmac

from socialvalue.common import clock

# The name of the hidden field; a form may have several of them
FIELD = "read"


@dataclass(frozen=True)
class Read:
    """How one record stood on the page, and when the page was drawn."""

    mark: str
    at: datetime | None


# Asked for only when a service wants to know, so that nothing of a request is read before its time
_read: ContextVar[Callable[[], Iterable[str]] | None] = ContextVar("read", default=None)


def name_of(record: models.Model) -> str:
    """What the record is called in a form: “contracts.contract:5”. One whose key would tell something has an ``opaque`` name."""
    return f"{record._meta.label_lower}:{getattr(record, 'opaque', record.pk)}"


def mark_of(record: models.Model) -> str:
    """How it stands: its version, or a digest of its columns where it counts none. The digest tells nothing of them."""
    version = getattr(record, "version", None)
    if isinstance(version, int):
        return str(version)
    unmarked = getattr(record, "UNMARKED", ())
    values = [
        f"{field.attname}={getattr(record, field.attname)!r}"
        for field in record._meta.concrete_fields
        if field.attname not in unmarked
    ]
    return salted_hmac("common.reading", "\n".join(values), algorithm="sha256").hexdigest()[:16]


def written(*records: models.Model) -> list[str]:
    """The values of the hidden fields for these records as they are now."""
    at = int(clock.now().timestamp())
    return [f"{name_of(record)}:{mark_of(record)}:{at}" for record in records]


@contextmanager
def as_shown(values: Callable[[], Iterable[str]]) -> Iterator[None]:
    """Within it, ``values()`` is what a page's form said it had shown. What cannot be read counts as not said."""
    token = _read.set(values)
    try:
        yield
    finally:
        _read.reset(token)


def _parsed(value: str) -> tuple[str, Read] | None:
    parts = value.split(":")
    if len(parts) != 4:
        return None
    label, pk, mark, at = parts
    moment = datetime.fromtimestamp(int(at), UTC) if at.isascii() and at.isdecimal() and len(at) < 12 else None
    return f"{label}:{pk}", Read(mark, moment)


def asked() -> bool:
    """Whether somebody reads and presses here: true only while a form is answered."""
    return _read.get() is not None


def read_of(record: models.Model) -> Read | None:
    """What the form said of ``record``; None where it said nothing."""
    values = _read.get()
    return said(values(), record) if values else None


def said(values: Iterable[str], record: models.Model) -> Read | None:
    """What hidden fields say of ``record``; a field may speak of several, with spaces between them."""
    parts = (part for value in values for part in value.split())
    return dict(found for part in parts if (found := _parsed(part))).get(name_of(record))


class AsRead:
    """The kind of ``AS_READ`` and ``NOTHING_READ``."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name

    def __deepcopy__(self, memo: Any) -> "AsRead":
        return self


# The page that was read said how the record stood: the default of every service that changes or decides something
AS_READ = AsRead("AS_READ")
# The lock only keeps an order: what is decided is about another record, or nobody decides anything
NOTHING_READ = AsRead("NOTHING_READ")

Shown = int | str | AsRead
