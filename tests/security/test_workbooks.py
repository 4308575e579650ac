"""A small workbook cannot make the server work for minutes or fill its memory."""

import io
import re
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from socialvalue.common.errors import Refused
from socialvalue.common.tables.reading import MOST_COLUMNS, raw_table


def workbook(*rows, also: str = "", dimension: str = "") -> bytes:
    """An XLSX file of these rows, with ``also`` put into the sheet's XML and its stated size replaced by ``dimension``."""
    book, made, out = Workbook(), io.BytesIO(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as forged:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = data.decode().replace("</sheetData>", f"{also}</sheetData>")
                data = (
                    re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"', text).encode()
                    if dimension
                    else text.encode()
                )
            forged.writestr(name, data)
    return out.getvalue()


def test_a_claimed_size_is_not_believed():
    """These 5 KB took 4 GB and a minute when every empty cell that the file claims was made."""
    far = '<row r="30000"><c r="A30000"><v>1</v></c></row>'
    data = workbook(["indicator", "value"], ["jobs", 3], also=far, dimension="A1:XFD1048576")
    tracemalloc.start()
    headings, lines = raw_table(data, "returns.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (headings, lines[0]) == (["indicator", "value"], (2, ["jobs", "3"]))
    assert peak < 60_000_000


def test_too_many_columns_are_refused_in_words():
    with pytest.raises(Refused, match="columns"):
        raw_table(workbook([f"c{n}" for n in range(MOST_COLUMNS + 1)]), "wide.xlsx")
    headings, _ = raw_table(workbook([f"c{n}" for n in range(MOST_COLUMNS)]), "wide.xlsx")
    assert len(headings) == MOST_COLUMNS
