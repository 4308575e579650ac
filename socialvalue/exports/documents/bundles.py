"""Several tables and files in one archive: what each room gives of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import QueryDict

from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.exports.enums import Form

# Rows read at a time
SET = 500


@dataclass(frozen=True)
class Part:
    """A table of an archive. ``says``: what each line of it is, in plain English. ``rows``: the headings first.

    ``read_from``: what its rows are read from, to see how many there are.
    """

    name: str
    says: str
    rows: Callable[[], Iterable[Sequence]]
    read_from: Sequence[QuerySet]

    @property
    def folder(self) -> str:
        return self.name.rpartition("/")[0]

    @property
    def file(self) -> str:
        return self.name.rpartition("/")[2]


def part_of(
    name: str, says: str, headings: Sequence[str], rows: QuerySet[Any], lines: Callable[[Any], Iterable[Sequence]]
) -> Part:
    """A table read from one query, a set of rows at a time; ``lines``: what a row gives, one or several."""

    def read() -> Iterator[Sequence]:
        yield headings
        for row in rows.iterator(chunk_size=SET):
            yield from lines(row)

    return Part(name, says, read, [rows])


def at(moment: datetime | None) -> str | None:
    """A moment as a cell: the time in London."""
    return None if moment is None else moment.astimezone(clock.LONDON).isoformat(timespec="seconds")


def name_of(person: User | None) -> str:
    """Somebody as a cell: their name and no address; empty where there is nobody."""
    return person.name if person else ""


class Unreadable(Exception):
    """A file is in the store, and what is there cannot be read."""


@dataclass(frozen=True)
class Enclosed:
    """A file of an archive, not opened yet. ``folders`` and ``name`` as people wrote them: the archive makes them safe.

    ``council``, ``reference`` and ``belongs_to`` say what it belongs to. ``pieces`` opens it; FileNotFoundError where the store
    has lost it, Unreadable where it cannot be read. ``why_not``: why nobody may open it now, "" where it may be opened.
    """

    folders: tuple[str, ...]
    name: str
    size: int | None
    sha256: str
    council: str
    reference: str
    belongs_to: str
    pieces: Callable[[], Iterator[bytes]]
    why_not: str = ""


@dataclass(frozen=True)
class Files:
    """Files of one kind. ``each`` reads them in sets; none is opened before its turn."""

    each: Callable[[], Iterable[Enclosed]]
    read_from: Sequence[QuerySet]


@dataclass(frozen=True)
class Bundle:
    """``name`` is the archive's without its ending. ``whose``: for whom it is made, in a sentence of its read-me.

    ``left_out``: what is not in it and why, a sentence or two each. ``page``: the address of the page that offers it.
    """

    name: str
    title: str
    whose: str
    parts: Sequence[Part]
    files: Sequence[Files]
    left_out: Sequence[str]
    page: str
    forms: ClassVar[Sequence[Form]] = (Form.ZIP,)

    def is_longer_than(self, most: int) -> bool:
        """It is never sent while somebody waits."""
        return True

    def count(self) -> int:
        """Rows and files together."""
        parts = chain.from_iterable(part.read_from for part in self.parts)
        return counted(chain(parts, chain.from_iterable(files.read_from for files in self.files)))

    def said(self, query: QueryDict) -> str:
        """Nothing of an address changes it."""
        return ""


def counted(parts: Iterable[QuerySet]) -> int:
    """How many rows are read from these."""
    return sum(part.order_by().count() for part in parts)
