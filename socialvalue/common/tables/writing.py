"""Tables that people take away, with nothing in them that a spreadsheet would run. The only place that writes them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from socialvalue.common.tables.cells import GUARDED

MARK = "\ufeff"
# Characters sent at a time: a piece a row would be sent, and a row a second would be seen late
PIECE = 16 * 1024


def guarded(value):
    """A text that a spreadsheet cannot take for a formula: an apostrophe in front of = + - @ (``cells.GUARDED``).

    Numbers, days, yes and no stay what they are; anything else is guarded as the text that stands for it.
    """
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if GUARDED.match(text) else text


def csv_lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """A file in pieces of whole lines, after a byte order mark; ``rows``: the headings first.

    The headings go out alone, before any other row is read; no more than a piece is ever kept.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(MARK)
    for number, row in enumerate(rows):
        writer.writerow(["" if cell is None else csv_text(guarded(cell)) for cell in row])
        if not number or buffer.tell() >= PIECE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


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
    """A workbook of one sheet with bold headings that stay in sight. ``widths``: heading → characters.

    Rows are written as they are read; what is kept is the packed file alone.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31] or "Sheet")
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = (widths or {}).get(heading, max(12, len(heading) + 2))
    sheet.freeze_panes = "A2"
    sheet.append([_headed(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append(["yes" if cell is True else "no" if cell is False else guarded(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _headed(sheet, heading: str):
    cell = WriteOnlyCell(sheet, guarded(heading))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E4ECEB")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
