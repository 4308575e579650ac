"""Tables that people take away, with nothing in them that a spreadsheet would run. The only place that writes them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from socialvalue.common.tables.cells import GUARDED

MARK = "\ufeff"


def guarded(value):
    """A text that a spreadsheet cannot take for a formula: an apostrophe in front of = + - @ (``cells.GUARDED``).

    Numbers, days, yes and no stay what they are; anything else is guarded as the text that stands for it.
    """
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if GUARDED.match(text) else text


def csv_lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """The lines of a file, one at a time, after a byte order mark; ``rows``: the headings first."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield MARK
    for row in rows:
        writer.writerow(["" if cell is None else csv_text(guarded(cell)) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_csv(headings: list[str], rows: Iterable[Iterable]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read £ and ’ as they are."""
    return "".join(csv_lines(chain([headings], rows))).encode()


def csv_text(value) -> str:
    """A guarded cell of a file: yes and no in words, days as 2026-11-20."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def write_xlsx(headings: list[str], rows: Iterable[Iterable], *, title: str, widths: dict[str, int] | None = None) -> bytes:
    """A workbook of one sheet with bold headings that stay in sight. ``widths``: heading → characters."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = re.sub(r"[\\/*?:\[\]]", " ", title)[:31] or "Sheet"
    sheet.append([guarded(heading) for heading in headings])
    for row in rows:
        sheet.append(["yes" if cell is True else "no" if cell is False else guarded(cell) for cell in row])
    for number, heading in enumerate(headings, start=1):
        cell = sheet.cell(1, number)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E4ECEB")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = (widths or {}).get(heading, max(12, len(heading) + 2))
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
