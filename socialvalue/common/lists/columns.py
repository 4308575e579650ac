"""What a list is: its columns in order, and what each says, sorts by and is called."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django.db.models.expressions import Expression, Subquery

Read = Callable[[Any], Any]
# The model’s rows of one page to what the columns read
Prepare = Callable[[Sequence[Any]], Iterable[Any]]


class Kind(Enum):
    """What stands in a column, and what its two orders are called."""

    TEXT = ("A to Z", "Z to A")
    DAY = ("earliest first", "latest first")
    NUMBER = ("lowest first", "highest first")
    STEP = ("first steps first", "last steps first")
    PLACE = ("from the first", "from the last")
    NEED = ("least first", "most first")


@dataclass(frozen=True, kw_only=True)
class Column:
    """``read`` takes a row and answers the value as a file has it; ``draw`` answers what the page shows, by default the same.

    ``sort``: a field's path, or an expression, by which the database orders; None: nobody can sort by this column.
    ``shown``: without being asked for. ``falls``: the first press on its heading puts the highest or latest first.
    ``said``: what an order by it is called, where that is not the heading.
    ``parts``: (heading, read) of each column of the file, where it needs more than one; None: a file has no use for it.
    """

    key: str
    heading: str
    read: Read
    draw: Callable[[Any], Any] | None = None
    kind: Kind = Kind.TEXT
    sort: str | Expression | Subquery | None = None
    shown: bool = True
    falls: bool = False
    said: str = ""
    parts: tuple[tuple[str, Read], ...] | None = ()

    @property
    def is_numeric(self) -> bool:
        return self.kind is Kind.NUMBER

    @property
    def in_file(self) -> tuple[tuple[str, Read], ...]:
        if self.parts is None:
            return ()
        return self.parts or ((self.heading, self.read),)

    def order_words(self, *, falling: bool) -> str:
        """“title, A to Z”."""
        said = self.said or f"{self.heading[0].lower()}{self.heading[1:]}"
        return f"{said}, {self.kind.value[falling]}"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list: its key (in saved views), its name, what its rows are called, and its columns, the first of which heads a row.

    ``order`` are the ORM's keys where nobody sorted, and ``order_words`` say them. ``sort`` instead names a column of the list
    (“-ends”: falling). ``prepare`` turns the model's rows of one page, or of one chunk of the file, into what the columns read,
    in a fixed number of queries; as many come out as go in. Whoever gives the rows may end them at ``most``: ``most_words`` then
    say which they are.
    """

    key: str
    name: str
    one: str
    many: str
    columns: tuple[Column, ...]
    sort: str = ""
    order: tuple[str, ...] = ()
    order_words: str = ""
    per_page: int = 25
    most: int = 0
    most_words: str = ""
    prepare: Prepare = list

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"{self.key}: two columns have one key")
        if self.sort and self.column(self.sort.removeprefix("-")) is None:
            raise ValueError(f"{self.key}: no column is called {self.sort}")

    @property
    def first(self) -> Column:
        return self.columns[0]

    def column(self, key: str) -> Column | None:
        """The column of that key, if it can be sorted by."""
        return next((c for c in self.columns if c.key == key and c.sort is not None), None)

    def without(self, *keys: str) -> "Listing":
        """The same list for somebody who does not see some of its columns."""
        return replace(self, columns=tuple(c for c in self.columns if c.key not in keys))

    def prepared(self, prepare: Prepare) -> "Listing":
        """The same list with rows that depend on who asks."""
        return replace(self, prepare=prepare)

    def counted(self, count: int) -> str:
        """“1 contract”, “1,204 contracts”; the list’s own words where there may be more than are given."""
        if self.most and count >= self.most:
            return self.most_words
        return f"{count:,} {self.one if count == 1 else self.many}"
