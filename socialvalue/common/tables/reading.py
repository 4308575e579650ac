"""Reading the tables that people bring.

CSV (UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252; comma, semicolon or tab) and XLSX.
Headings are matched without regard to case, spaces, underscores or order. Every problem has its line and column.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from openpyxl import load_workbook

from socialvalue.common.errors import Refused
from socialvalue.common.tables.cells import GUARDED, plain_heading
from socialvalue.common.tables.weighing import MOST_CELLS, TooLarge, weigh, without_value

MOST_ROWS = 20_000
MOST_COLUMNS = 500
MOST_BYTES = 20 * 1024 * 1024
# What stands for a formula without a value: to be told, and never taken for an empty cell, which would clear what is stored
NO_VALUE = "a formula without a value"
DELIMITERS = ",;\t"
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


@dataclass
class Row:
    """A line of the file: the values by column name. A heading the file lacks is not among them; an empty cell is None."""

    line: int
    values: dict[str, object]
    texts: dict[str, str]

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

    def problem(self, row: Row, column: str, message: str) -> None:
        self.problems.append(Problem(row.line, column, row.texts.get(column, ""), message))


def read_table(data: bytes, name: str, columns: Iterable[Column], mapping: dict[str, str] | None = None, times: int = 1) -> Table:
    """Read the file ``name`` with the columns we know. ``mapping``: our column → the heading used in this file.

    Raises Refused on the field ``file`` when the file cannot be read at all, or lacks a needed heading. Bad cells are
    in ``problems``, each with line, column, value and what is wrong; their rows are kept without the bad value.
    ``times``: as ``raw_table``.
    """
    return table_of(*raw_table(data, name, times), columns, mapping)


def table_of(
    headings: list[str], lines: list[tuple[int, list[str]]], columns: Iterable[Column], mapping: dict[str, str] | None = None
) -> Table:
    """As ``read_table``, of headings and lines (line number, cells) that somebody has read and perhaps turned round."""
    columns = list(columns)
    places, unknown = _places(headings, columns, mapping or {})
    missing = [c.name for c in columns if c.needed and c.name not in places]
    if missing:
        raise HeadingsMissing(
            f"The file has no heading {_list([f'“{m}”' for m in missing])}. It has: {', '.join(headings)}.", "file"
        )
    table = Table(headings=headings, unknown=unknown)
    known = [(column, places[column.name]) for column in columns if column.name in places]
    for line, cells in lines:
        extra = [c for c in cells[len(headings) :] if c]
        if extra:
            table.problems.append(Problem(line, "", extra[0], "there are more cells than headings"))
        row = Row(line, {}, {})
        for column, place in known:
            _read_cell(table, row, column, cells[place] if place < len(cells) else "")
        table.rows.append(row)
    return table


def _read_cell(table: Table, row: Row, column: Column, text: str) -> None:
    """Put the cell into the row; one that cannot be read, or is empty and needed, is a problem and stays None."""
    row.texts[column.name], row.values[column.name] = text, None
    if text == NO_VALUE:
        table.problem(row, column.name, "this is a formula that was not worked out yet: open the file in Excel, save it there")
        return
    if not text:
        if column.needed:
            table.problem(row, column.name, "this is needed")
        return
    try:
        row.values[column.name] = column.read(text)
    except ValueError as wrong:
        table.problem(row, column.name, str(wrong))


def _places(headings: list[str], columns: list[Column], mapping: dict[str, str]) -> tuple[dict[str, int], list[str]]:
    plain = [plain_heading(h) for h in headings]
    twice = sorted({headings[i] for i, p in enumerate(plain) if p and plain.count(p) > 1})
    if twice:
        raise Refused(f"A heading appears twice: {', '.join(twice)}. Remove one.", "file")
    places = {}
    for column in columns:
        for wanted in filter(None, (mapping.get(column.name), column.name, *column.aliases)):
            if plain_heading(wanted) in plain:
                places[column.name] = plain.index(plain_heading(wanted))
                break
    return places, [h for i, h in enumerate(headings) if h and i not in places.values()]


def raw_table(data: bytes, name: str, times: int = 1) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """(headings, [(line number, cells as text)]) without empty lines. Raises Refused on ``file``.

    ``times``: how many times as many lines, cells and texts as a page reads; of more than that, TooLarge.
    """
    if not data.strip():
        raise Refused("The file is empty. Choose the file again.", "file")
    if len(data) > MOST_BYTES:
        raise Refused("The file is larger than 20 MB. Split it into smaller files.", "file")
    lines = _xlsx(data, times) if data[:4] == b"PK\x03\x04" else _csv(data, name)
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines:
        raise Refused("The file has no headings", "file")
    if sum(len(cells) for _, cells in lines) > MOST_CELLS * times:
        raise TooLarge(f"The file has more than {MOST_CELLS * times:,} cells. Remove what is not needed, or split it.", "file")
    if len(lines) > MOST_ROWS * times + 1:
        raise TooLarge(f"The file has more than {MOST_ROWS * times:,} lines. Split it into smaller files.", "file")
    headings = lines[0][1]
    while headings and not headings[-1]:
        headings.pop()
    return headings, lines[1:]


def _xlsx(data: bytes, times: int) -> list[tuple[int, list[str]]]:
    try:
        weigh(data, times)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # A file of 5 KB may claim 16,384 columns and a million rows, each of which would be filled with empty cells
        sheet.reset_dimensions()
        # Which part of the package the sheet is, the library says nowhere else
        unknown = without_value(data, str(vars(sheet)["_worksheet_path"]).lstrip("/"), times)
        rows = []
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [_cell_text(cell, unknown) for cell in cells[: MOST_COLUMNS + 1]]
            if len(texts) > MOST_COLUMNS and texts[-1]:
                raise Refused(f"The file has more than {MOST_COLUMNS} columns. Remove those that are not needed.", "file")
            rows.append((number, texts))
            if number > MOST_ROWS * times * 2:
                break
        return rows
    except Refused:
        raise
    except Exception:
        # openpyxl raises whatever it stumbles over in a broken file
        raise Refused("The file cannot be read as an XLSX workbook. Save it again as XLSX or CSV.", "file") from None


def _cell_text(cell, unknown: set[str]) -> str:
    value = cell.value
    if value is None:
        return NO_VALUE if unknown and getattr(cell, "coordinate", "") in unknown else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        # Fifteen digits are what a spreadsheet keeps; the rest is binary dust
        number = Decimal(format(value, ".15g"))
        if "%" in (getattr(cell, "number_format", "") or ""):
            return f"{(number * 100).normalize():f}%"
        return f"{number.normalize():f}"
    return _unguarded(str(value))


def _csv(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    if b"\x00" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused(f"“{name}” is neither a CSV file nor an XLSX workbook", "file")
    text = _decoded(data)
    if "\x00" in text:  # in UTF-16 too it stands for no letter, and a database refuses it
        raise Refused(f"“{name}” is neither a CSV file nor an XLSX workbook", "file")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows, before = [], 0
    try:
        for cells in reader:
            rows.append((before + 1, [_unguarded(c) for c in cells]))
            before = reader.line_num
    except csv.Error as wrong:
        raise Refused(f"Line {reader.line_num} cannot be read as CSV: {wrong}", "file") from None
    return rows


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("The characters in the file cannot be read. Save it as CSV in UTF-8.", "file")


def _delimiter(text: str) -> str:
    """The separator that parts the headings into most cells; quoted ones do not count."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=outside.count)


def _unguarded(text: str) -> str:
    """Without the apostrophe that ``guarded`` put there, and then as it was; otherwise without spaces around it."""
    return text[1:] if text[:1] == "'" and GUARDED.match(text) else text.strip()


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
