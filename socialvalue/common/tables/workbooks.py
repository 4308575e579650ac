"""A workbook as its sheets show it: hidden ones are left out, numbers and days as they are formatted."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from openpyxl.reader.excel import ExcelReader

from socialvalue.common.errors import Refused
from socialvalue.common.tables.cells import NO_VALUE, WENT_WRONG, unguarded
from socialvalue.common.tables.finding import Line
from socialvalue.common.tables.weighing import weigh, weigh_sheets, without_value

MOST_COLUMNS = 500
NOT_READ = "The file cannot be read as an XLSX workbook. Save it again as XLSX or CSV."


@dataclass(frozen=True)
class Sheet:
    """A visible sheet: its lines with cells as text, and how many of them a filter hides."""

    title: str
    lines: list[Line]
    hidden_lines: int


class Book:
    """A workbook (``data``) that was opened. ``times``: as ``raw_table``. Raises Refused on ``file``.

    ``counted``: whether each sheet is gone through as a whole before it is read, for what only its part says; otherwise only as
    far as its lines are read.
    """

    def __init__(self, data: bytes, times: int, most_lines: int, *, counted: bool = True):
        self.data, self.times, self.most_lines, self.counted = data, times, most_lines, counted
        self._cells = 0
        self._book = _opened(data, times)
        self.hidden = [sheet.title for sheet in self._book.worksheets if sheet.sheet_state != "visible"]

    def sheets(self) -> Iterator[Sheet]:
        """The visible ones in their order, each read when it is asked for."""
        for sheet in self._book.worksheets:
            if sheet.sheet_state == "visible":
                try:
                    yield self._read(sheet)
                except Refused:
                    raise
                except Exception:
                    raise Refused(NOT_READ, "file") from None

    def _read(self, sheet) -> Sheet:
        # A file of 5 KB may claim 16,384 columns and a million rows, each of which would be filled with empty cells
        sheet.reset_dimensions()
        # Which part of the package the sheet is, the library says nowhere else
        path, last = str(vars(sheet)["_worksheet_path"]).lstrip("/"), self.most_lines * 2
        seen = without_value(self.data, path, self.times, before=self._cells, lines=0 if self.counted else last)
        self._cells += seen.cells
        lines = []
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [_text(cell, seen.places) for cell in cells[: MOST_COLUMNS + 1]]
            if len(texts) > MOST_COLUMNS and texts[-1]:
                raise Refused(f"The file has more than {MOST_COLUMNS} columns. Remove those that are not needed.", "file")
            lines.append((number, texts))
            if number > last:
                break
        return Sheet(sheet.title, lines, seen.hidden_lines)


class Reader(ExcelReader):
    """Opens only what is read here. The library's own would read each chart, and a sheet as often as the workbook names it."""

    def __init__(self, data: bytes, times: int):
        super().__init__(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        self.times = times

    def read_chartsheet(self, sheet, rel) -> None:
        """A sheet that is only a chart has no lines."""

    def read_worksheets(self) -> None:
        weigh_sheets(self.archive, [rel.target for _, rel in self.parser.find_sheets()], self.times)
        super().read_worksheets()


def _opened(data: bytes, times: int):
    try:
        weigh(data, times)
        reader = Reader(data, times)
        reader.read()
        return reader.wb
    except Refused:
        raise
    except Exception:
        # openpyxl raises whatever it stumbles over in a broken file
        raise Refused(NOT_READ, "file") from None


def _text(cell, unknown: set[str]) -> str:
    value = cell.value
    if value is None:
        return NO_VALUE if unknown and getattr(cell, "coordinate", "") in unknown else ""
    if getattr(cell, "data_type", "") == "e":
        return f"{WENT_WRONG}{value}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return _number(value, getattr(cell, "number_format", "") or "")
    return unguarded(str(value))


def _number(value: float, shown: str) -> str:
    """As the sheet shows it where that says something: per cent, and zeros in front (“00000000”)."""
    # Fifteen digits are what a spreadsheet keeps; the rest is binary dust
    number = Decimal(format(value, ".15g"))
    if "%" in shown:
        return f"{(number * 100).normalize():f}%"
    text = f"{number.normalize():f}"
    return text.zfill(len(shown)) if re.fullmatch(r"00+", shown) and text.isdigit() else text
