"""What a table that was read is made of: its columns, rows, and what is to be told of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from socialvalue.common.errors import Refused
from socialvalue.common.tables.finding import Line

T = TypeVar("T")


class HeadingsMissing(Refused):
    """The file lacks headings that are needed; somebody may say which of its own stand for them."""


@dataclass(frozen=True)
class Problem:
    """One bad cell (or line, with an empty column)."""

    line: int
    column: str
    value: str
    message: str

    def __str__(self):
        where = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.message}" + (f" (found “{self.value}”)" if self.value else "")


@dataclass(frozen=True)
class Column:
    """A heading we know. ``read`` turns a non-empty text into a value, or raises ValueError with what is wrong."""

    name: str
    read: Callable[[str], object] = str
    needed: bool = False
    aliases: tuple[str, ...] = ()
    # Whether “none” empties what is stored, and an empty cell leaves it
    clears: bool = False
    # What stands for an empty cell, as ``plain_heading`` writes it: “na”, “tbc”
    silent: frozenset[str] = frozenset()


@dataclass
class Row:
    """A line of the file: the values by column name. A heading the file lacks is not among them; an empty cell is None.

    ``cleared``: the columns whose cell says “none”, which empties what is stored, where an empty cell leaves it.
    """

    line: int
    values: dict[str, object]
    texts: dict[str, str]
    cleared: set[str] = field(default_factory=set)

    def says(self, column: str) -> bool:
        """Whether the line says anything about it: a value, or that there is none."""
        return self.values.get(column) is not None or column in self.cleared

    def value(self, column: str, kind: type[T]) -> T | None:
        """What the cell holds, as the kind its column reads; None when it is empty, cannot be read, or has no heading.

        Raises TypeError when the column reads another kind.
        """
        found = self.values.get(column)
        if found is None or isinstance(found, kind):
            return found
        raise TypeError(f"{column} holds a {type(found).__name__}, not a {kind.__name__}")


@dataclass
class Table:
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    # How a cell was read where that is not plain, as a problem is written
    notes: list[Problem] = field(default_factory=list)
    # What of the file was passed over, in sentences
    passed: list[str] = field(default_factory=list)

    def problem(self, row: Row, column: str, message: str) -> None:
        self.problems.append(Problem(row.line, column, row.texts.get(column, ""), message))

    def note(self, row: Row, column: str, message: str) -> None:
        self.notes.append(Problem(row.line, column, row.texts.get(column, ""), message))


@dataclass(frozen=True)
class Raw:
    """A file as it is: its headings, the lines beneath them (line number, cells as text), what was passed over in sentences."""

    headings: list[str]
    lines: list[Line]
    passed: list[str]
