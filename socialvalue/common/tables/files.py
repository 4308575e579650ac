"""The table in a file, CSV or XLSX, as text: where it stands is found, what stands around it is told."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from socialvalue.common.errors import Refused
from socialvalue.common.tables.cells import plain_heading, unguarded
from socialvalue.common.tables.decoding import SIGNS_OF_16, decoded
from socialvalue.common.tables.finding import ABOVE, Line, headings_at
from socialvalue.common.tables.shapes import Column, Raw
from socialvalue.common.tables.weighing import MOST_CELLS, TooLarge
from socialvalue.common.tables.workbooks import Book

MOST_ROWS = 20_000
MOST_BYTES = 20 * 1024 * 1024
DELIMITERS = ",;\t"
# Where only the headings are asked for
HEAD_BYTES = 200_000


def raw_table(
    data: bytes,
    name: str,
    times: int = 1,
    columns: Sequence[Column] = (),
    mapping: dict[str, str] | None = None,
    *,
    head: bool = False,
) -> Raw:
    """The table in the file, without empty lines. Raises Refused on ``file``.

    ``columns``: by which the headings are found, with ``mapping`` as ``read_table``; without them they are the first line.
    ``head``: only the first lines, in which the headings are looked for, however large the file.
    ``times``: how many times as many lines, cells and texts as a page reads; of more than that, TooLarge.
    """
    if not data.strip():
        raise Refused("The file is empty. Choose the file again.", "file")
    if len(data) > MOST_BYTES:
        raise Refused("The file is larger than 20 MB. Split it into smaller files.", "file")
    if kind := _other_kind(data):
        raise Refused(f"“{name}” is {kind}", "file")
    find = _Finder(columns, mapping or {})
    if data[:4] == b"PK\x03\x04":
        lines, passed = _of_workbook(data, times, find, ABOVE if head else 0)
    else:
        lines, passed = _beginning(data, name) if head else _filled(_csv(data, name)), []
    if not lines:
        raise Refused("The file has no headings", "file")
    if sum(len(cells) for _, cells in lines) > MOST_CELLS * times:
        raise TooLarge(f"The file has more than {MOST_CELLS * times:,} cells. Remove what is not needed, or split it.", "file")
    if len(lines) > MOST_ROWS * times + 1:
        raise TooLarge(f"The file has more than {MOST_ROWS * times:,} lines. Split it into smaller files.", "file")
    place = find.place(lines)
    passed += [f"Line {number} stands above the headings: {'; '.join(filter(None, cells))}" for number, cells in lines[:place]]
    headings = list(lines[place][1])
    while headings and not headings[-1]:
        headings.pop()
    return Raw(headings, lines[place + 1 :], passed)


# How a file of another kind begins, and what to do with it
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook: open it in Excel and save it as XLSX"),
    (b"%PDF-", "a PDF: export the table from where it is kept, as CSV or XLSX"),
    (b"<!doctype html", "a web page: download the table itself, as CSV or XLSX"),
    (b"<html", "a web page: download the table itself, as CSV or XLSX"),
)


def _other_kind(data: bytes) -> str:
    """What a file plainly is that holds no table we read, with what to do; empty for all others."""
    head = data[:300].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((words for sign, words in _OTHER_KINDS if head.startswith(sign.lower())), "")


class _Finder:
    """Finds the line of headings by what the columns are called."""

    def __init__(self, columns: Sequence[Column], mapping: dict[str, str]):
        named = ((c.name, called) for c in columns for called in (c.name, *c.aliases, mapping.get(c.name, "")) if called)
        self.names = {plain_heading(called): name for name, called in named}
        self.needed = frozenset(column.name for column in columns if column.needed)

    def known(self, heading: str) -> str:
        return self.names.get(plain_heading(heading), "")

    def place(self, lines: Sequence[Line]) -> int:
        return headings_at(lines, self.known, self.needed) if self.names else 0

    def has_all(self, lines: Sequence[Line]) -> bool:
        """Whether one of these lines has every heading that is needed."""
        return bool(lines) and self.needed <= {self.known(cell) for cell in lines[self.place(lines)][1]}


def _beginning(data: bytes, name: str) -> list[Line]:
    """The lines of a text file in which headings are looked for, without those that are empty."""
    cut = 0 if data[:2] in SIGNS_OF_16 else data.rfind(b"\n", 0, HEAD_BYTES) + 1
    if len(data) > HEAD_BYTES and cut and (lines := _filled(_csv(data[:cut], name, head=True, cut=True))):
        return lines
    return _filled(_csv(data, name, head=True))


def _of_workbook(data: bytes, times: int, find: _Finder, head: int) -> tuple[list[Line], list[str]]:
    """The lines of the first visible sheet that has what is needed, otherwise of the first with anything."""
    book = Book(data, times, head or MOST_ROWS * times, counted=not head)
    best, passed, before = None, [], []
    for sheet in book.sheets():
        lines = _filled(sheet.lines)
        if lines and (best is None or find.has_all(lines)):
            best = (sheet, lines)
        if best and find.has_all(best[1]):
            break
        before.append(sheet.title)
    if best is None:
        return [], []
    sheet, lines = best
    passed += [f"The sheet “{title}” was passed over" for title in before if title != sheet.title]
    passed += [f"The sheet “{title}” is hidden and was not read" for title in book.hidden]
    if sheet.hidden_lines:
        many = "line that is" if sheet.hidden_lines == 1 else "lines that are"
        passed.append(f"{sheet.hidden_lines:,} {many} hidden in “{sheet.title}” by a filter or by hand, and read as well")
    return lines, passed


def _filled(lines: Iterable[Line]) -> list[Line]:
    return [(number, cells) for number, cells in lines if any(cells)]


def _csv(data: bytes, name: str, *, head: bool = False, cut: bool = False) -> list[Line]:
    """``head``: no more than is needed to find the headings. ``cut``: the data may end within a record, which is left out."""
    if b"\x00" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused(f"“{name}” is neither a CSV file nor an XLSX workbook", "file")
    text = decoded(data)
    if "\x00" in text:  # in UTF-16 too it stands for no letter, and a database refuses it
        raise Refused(f"“{name}” is neither a CSV file nor an XLSX workbook", "file")
    said = re.match(r"sep=(.)\r?\n?", text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=said[1] if said else _delimiter(text), strict=True)
    rows, before, filled = [], 0, 0
    try:
        for cells in reader:
            rows.append((before + 1, [unguarded(c) for c in cells]))
            before = reader.line_num
            filled += any(cells)
            if head and filled > ABOVE:
                break
    except csv.Error as wrong:
        if cut:
            return rows[1:] if said else rows
        raise Refused(f"Line {reader.line_num} cannot be read as CSV: {wrong}", "file") from None
    return rows[1:] if said else rows


def _delimiter(text: str) -> str:
    """The separator that parts the first lines into most cells; quoted ones do not count."""
    first = [re.sub(r'"[^"]*"', "", line) for line in text[:20_000].splitlines() if line.strip()][:ABOVE]
    outside = first[0] if first else ""
    if not any(sign in outside for sign in DELIMITERS):
        # A title alone above the headings says nothing
        outside = next((line for line in first if max(map(line.count, DELIMITERS)) > 1), outside)
    return max(DELIMITERS, key=outside.count)
