"""Nothing in a table that is taken away is run by a spreadsheet, whoever wrote it; and what comes back is what went out."""

import ast
import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from socialvalue.common.tables import guarded, raw_table, write_csv, write_xlsx
from socialvalue.common.tables.writing import csv_lines
from tests.house.reading import ROOT, STOREYS

SIGNS = ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe66", "\ufe62", "\ufe63", "\ufe6b"]
BEFORE = {
    "nothing": "",
    "a space": " ",
    "a tab": "\t",
    "a line feed": "\n",
    "a return": "\r",
    "both": "\r\n",
    "a no-break space": "\u00a0",
    "a thin space": "\u2009",
    "a wide space": "\u3000",
    "a zero-width space": "\u200b",
    "a joiner": "\u200d",
    "a byte order mark": "\ufeff",
    "a soft hyphen": "\u00ad",
    "a direction": "\u202e",
    "a word joiner": "\u2060",
    "an apostrophe": "'",
    "two of them": "''",
    "several": " \u200b\ufeff\u00a0",
}


def cells_of(text: str) -> list[str]:
    """The text as it stands in a cell of each kind of file."""
    (row,) = list(csv.reader(io.StringIO(write_csv(["a"], [[text]]).decode("utf-8-sig"), newline="")))[1:]
    cell = load_workbook(io.BytesIO(write_xlsx(["a"], [[text]], title="x"))).active["A2"]
    assert cell.data_type == "s"
    return [row[0], cell.value]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_no_sign_begins_a_formula_behind_nothing_that_can_be_hidden(sign, before):
    text = f'{before}{sign}cmd|" /c calc"!A1'
    assert guarded(text) == f"'{text}"
    for cell in cells_of(text):
        assert cell[0] == "'"


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx"])
def test_a_cell_that_begins_with_a_break_is_guarded_too(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Hours", "3 + 4", "’=1", "a=1", "  Hours", "\u200bHours", "'tis", "£-5", "50%", "", "−5"])
def test_words_stay_as_they_are(text):
    assert guarded(text) == text


class Person:
    def __str__(self):
        return "=1+1"


def test_numbers_and_days_stay_and_what_stands_for_itself_is_guarded():
    for value in (-5, -5.5, Decimal("-5"), True, None, date(2026, 4, 1), datetime(2026, 4, 1, 9)):
        assert guarded(value) is value
    assert guarded(Person()) == "'=1+1"
    assert write_csv(["=a"], [[-5, Decimal("-5.0"), False, None, date(2026, 4, 1)]]).decode("utf-8-sig").splitlines() == [
        "'=a",
        "-5,-5.0,no,,2026-04-01",
    ]
    assert load_workbook(io.BytesIO(write_xlsx(["=a"], [], title="x"))).active["A1"].value == "'=a"


def test_a_file_sent_line_by_line_is_the_same_file():
    rows = [["a", "b"], ["=1", Decimal("2.50")], ["é", None]]
    assert "".join(csv_lines(rows)).encode() == write_csv(rows[0], rows[1:])


def read_back(data: bytes, name: str) -> list[list[str]]:
    return [cells for _, cells in raw_table(data, name).lines]


LETTERS = st.text(alphabet="ab'=+-@\t\n\r \u00a0\u200b\ufeff\uff1d\uff20,;\"", max_size=8)


@given(LETTERS)
def test_what_goes_out_comes_back_equal(text):
    """Spaces around words are nobody's meaning; where the guard stood in front, they too come back."""
    meant = text if guarded(text) != text else text.strip()
    assert read_back(write_csv(["a", "b"], [[text, "x"]]), "a.csv") == [[meant, "x"]]
    assert read_back(write_xlsx(["a", "b"], [[text, "x"]], title="x"), "a.xlsx") == [[meant, "x"]]


# Who may write and read them


WRITERS = {"writer", "DictWriter", "Workbook", "save_workbook"}
READERS = {"reader", "DictReader", "load_workbook", "ExcelReader"}
LIBRARIES = {"csv", "openpyxl", "xlsxwriter", "odf", "xlwt", "pandas"}


def uses(path) -> set[str]:
    """What of the libraries for tables a file names: “csv.writer”, “openpyxl.Workbook”."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names} & LIBRARIES
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in LIBRARIES:
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in LIBRARIES:
            found.add(node.attr)
    return found


def test_one_place_writes_tables_and_one_reads_them():
    writing, reading = set(), set()
    for storey in STOREYS:
        for path in (ROOT / storey).rglob("*.py"):
            named = uses(path)
            where = str(path.relative_to(ROOT))
            writing |= {where} if named & WRITERS else set()
            reading |= {where} if named & READERS else set()
            assert not named & (LIBRARIES - {"csv", "openpyxl"}), where
    assert writing == {"socialvalue/common/tables/writing.py"}
    # Tables that people bring are read in one place. The official file of postcodes is another thing: a gigabyte without
    # headings, loaded line by line by who runs the service
    official = "socialvalue/places/opening.py"
    assert reading == {f"socialvalue/common/tables/{name}.py" for name in ("files", "workbooks")} | {official}
