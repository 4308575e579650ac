"""A long list read from a place on, and never counted: newest first by ``at`` and key, whatever comes in meanwhile.

The list is given in parts, each of which an index has in this very order; a stretch of the whole is merged from as many rows
of each. A place is that of a row, so the stretch behind it stays what it was while new rows come in before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

OLDER, NEWER = "before", "after"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Beyond these no database keeps a moment or a key
_LATEST, _MOST_DIGITS = 250_000_000_000_000_000, 18


@dataclass(frozen=True, order=True)
class Place:
    """Where a row stands: its moment and, of several in one moment, its key."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.pk}"


def place_of(row: Any) -> Place:
    return Place(row.at, row.pk)


def read_place(text: str) -> Place | None:
    """The place that an address names; None for what is none."""
    moment, _, key = text.partition("-")
    if not (moment.isdecimal() and key.isdecimal() and max(len(moment), len(key)) <= _MOST_DIGITS):
        return None
    return Place(_EPOCH + int(moment) * _MICROSECOND, int(key)) if int(moment) < _LATEST else None


@dataclass(frozen=True)
class Part:
    """Rows that an index has in order. ``empty``: the column that stands first in it, where all of these have nothing there.

    PostgreSQL knows of a value that it is one and the same in all rows, but not of NULL: it would sort them.
    """

    rows: QuerySet
    empty: str = ""

    @property
    def falling(self) -> QuerySet:
        return self.rows.order_by(self.empty, "-at", "-pk") if self.empty else self.rows.order_by("-at", "-pk")

    @property
    def rising(self) -> QuerySet:
        return self.rows.order_by(f"-{self.empty}", "at", "pk") if self.empty else self.rows.order_by("at", "pk")

    def filter(self, condition: Q) -> "Part":
        return Part(self.rows.filter(condition), self.empty)


@dataclass(frozen=True)
class Stretch:
    """Some rows, newest first, and the places from which it goes on; None where nothing is known to be there."""

    rows: list[Any]
    older: Place | None
    newer: Place | None


def stretch(parts: Sequence[Part], query: QueryDict, size: int) -> Stretch:
    """As the address asks: ``before`` or ``after`` a place, else the newest. One statement a part, two near the newest."""
    if newer_than := read_place(query.get(NEWER, "")):
        found = _after(parts, newer_than, size + 1)
        if len(found) > size:
            rows = found[:size][::-1]
            return Stretch(rows, place_of(rows[-1]), place_of(rows[0]))
    older_than = None if newer_than else read_place(query.get(OLDER, ""))
    found = _before(parts, older_than, size + 1)
    rows = found[:size]
    first = place_of(rows[0]) if rows else None
    return Stretch(rows, place_of(rows[-1]) if len(found) > size else None, first if older_than else None)


def walked(parts: Sequence[Part], size: int) -> Iterator[list[Any]]:
    """The whole list, newest first, ``size`` rows at a time."""
    rows = _before(parts, None, size)
    while rows:
        yield rows
        rows = _before(parts, place_of(rows[-1]), size) if len(rows) == size else []


def _before(parts: Sequence[Part], place: Place | None, most: int) -> list[Any]:
    behind = [part if place is None else part.filter(older_than(place)) for part in parts]
    return list(merge(*(part.falling[:most] for part in behind), key=place_of, reverse=True))[:most]


def _after(parts: Sequence[Part], place: Place, most: int) -> list[Any]:
    before = [part.filter(newer_than(place)) for part in parts]
    return list(merge(*(part.rising[:most] for part in before), key=place_of))[:most]


def older_than(place: Place) -> Q:
    """The first condition is what an index is entered by; the second parts those of one moment."""
    return Q(at__lte=place.at) & (Q(at__lt=place.at) | Q(pk__lt=place.pk))


def newer_than(place: Place) -> Q:
    return Q(at__gte=place.at) & (Q(at__gt=place.at) | Q(pk__gt=place.pk))
