"""Tables that people bring, in every shape a spreadsheet saves them."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from socialvalue.common.errors import Refused
from socialvalue.common.tables import (
    Column,
    guarded,
    read_choice,
    read_date,
    read_money,
    read_number,
    read_table,
    read_whole,
    read_yes_no,
    write_csv,
    write_xlsx,
)

COLUMNS = [
    Column("reference", needed=True),
    Column("start date", read_date),
    Column("annual value", read_money),
]


def rows(data, columns=COLUMNS, **options):
    table = read_table(data, "file.csv", columns, **options)
    assert table.problems == []
    return [row.values for row in table.rows]


EXPECTED = [{"reference": "Ä’1", "start date": date(2026, 4, 1), "annual value": Decimal("1234.50")}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_separators(encoding, delimiter):
    text = f'Reference{delimiter}START_DATE{delimiter}annualvalue\r\nÄ’1{delimiter}1/4/2026{delimiter}"£1,234.50"\r\n'
    assert rows(text.encode(encoding)) == EXPECTED


def test_any_order_and_unknown_headings_are_named():
    table = read_table(b"Annual Value,Colour,Reference\n5,red,A\n", "f", COLUMNS)
    assert table.unknown == ["Colour"]
    assert table.rows[0].values == {"reference": "A", "annual value": Decimal("5.00")}


def test_an_absent_heading_is_not_the_same_as_an_empty_cell():
    assert "start date" not in rows(b"reference\nA\n")[0]
    assert rows(b"reference,start date\nA,\n")[0]["start date"] is None


def test_line_numbers_count_the_lines_of_the_file_even_with_breaks_in_cells():
    table = read_table(b'reference,annual value\n"A\nB",1\n\nC,minus\n', "f", COLUMNS)
    assert [row.line for row in table.rows] == [2, 5]
    (problem,) = table.problems
    assert (problem.line, problem.column, problem.value) == (5, "annual value", "minus")


def test_every_bad_cell_is_named_not_only_the_first():
    table = read_table(b"reference,start date,annual value\n,31/02/2026,-3,more\n", "f", COLUMNS)
    assert [(p.column, p.value) for p in table.problems] == [
        ("", "more"),
        ("reference", ""),
        ("start date", "31/02/2026"),
        ("annual value", "-3"),
    ]


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "The file is empty"),
        (b"  \n ", "The file is empty"),
        (b"PK\x03\x04 not a workbook", "The file cannot be read as an XLSX workbook"),
        (b"\x89PNG\x00\x00", "“f” is neither a CSV file nor an XLSX workbook"),
        (b"colour\nred\n", "The file has no heading “reference”. It has: colour"),
        (b"reference,Reference\nA,B\n", "A heading appears twice: reference"),
        (b'reference\n"A\n', "Line 2 cannot be read as CSV"),
    ],
)
def test_files_that_cannot_be_read_are_refused_on_the_file_field(data, words):
    with pytest.raises(Refused, match=words) as refusal:
        read_table(data, "f", COLUMNS)
    assert refusal.value.field == "file"


def test_xlsx_with_real_dates_and_numbers():
    book = Workbook()
    book.active.append(["reference", "start date", "annual value"])
    book.active.append(["Ä’1", datetime(2026, 4, 1), 1234.5])
    out = io.BytesIO()
    book.save(out)
    assert rows(out.getvalue()) == EXPECTED


def test_a_percent_cell_of_a_workbook_is_in_points():
    book = Workbook()
    book.active.append(["value"])
    book.active.append([0.035])
    book.active["A2"].number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    assert rows(out.getvalue(), [Column("value", read_number)]) == [{"value": Decimal("3.5")}]


@pytest.mark.parametrize("text", ["2026-04-01", "1/4/2026", "01/04/2026", "1 April 2026", "1 Apr 2026", "2026-04-01 00:00:00"])
def test_dates(text):
    assert read_date(text) == date(2026, 4, 1)


@pytest.mark.parametrize("text", ["4/31/2026", "2026-02-30", "soon", "46113", "0026-04-01"])
def test_dates_that_are_none(text):
    with pytest.raises(ValueError, match="real date"):
        read_date(text)


@pytest.mark.parametrize(
    "text, amount", [("£1,234.50", "1234.50"), ("1234", "1234.00"), (" 0 ", "0.00"), ("£ 12,000,000", "12000000.00")]
)
def test_money(text, amount):
    assert read_money(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["-1", "−£5", "1.234,50", "12,34", "NaN", "1e5", "Infinity", "5%", "£", "1.005", "9999999999999", "9" * 400]
)
def test_money_that_is_none(text):
    with pytest.raises(ValueError):
        read_money(text)


@pytest.mark.parametrize("text", ["9" * 16, "9" * 30, "-" + "9" * 400, f"{10**20:,}"])
def test_a_number_that_no_column_keeps_is_refused_before_anybody_rounds_it(text):
    with pytest.raises(ValueError, match="too large"):
        read_number(text)


def test_a_null_character_is_no_letter_in_utf_16_either():
    with pytest.raises(Refused, match="neither a CSV file"):
        read_table("reference\nA\x00B\n".encode("utf-16"), "file.csv", COLUMNS)


def test_yes_no_whole_and_choice():
    assert read_yes_no("Yes") is True
    assert read_yes_no("n") is False
    assert read_whole("12") == 12
    assert read_choice([("in_house", "In-house")])("in house") == "in_house"
    for read, text in ((read_yes_no, "perhaps"), (read_whole, "1.5"), (read_whole, "-1"), (read_choice([("a", "A")]), "b")):
        with pytest.raises(ValueError):
            read(text)


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5 days", "@cmd", "\t=1"])
def test_formulas_are_guarded_and_come_back_as_they_were(text):
    assert guarded(text) == f"'{text}"
    assert rows(write_csv(["reference"], [[text]]), [Column("reference")])[0]["reference"] == text.strip() or text.startswith(
        "\t"
    )
    data = write_xlsx(["reference"], [[text]], title="x")
    assert load_workbook(io.BytesIO(data)).active["A2"].data_type == "s"


def test_a_mapping_finds_a_providers_own_heading():
    table = read_table(b"Our ref,colour\nA,red\n", "f", COLUMNS, mapping={"reference": "our REF"})
    assert table.rows[0].values == {"reference": "A"}
    assert table.unknown == ["colour"]


def test_a_cell_is_asked_for_as_the_kind_its_column_reads():
    columns = [Column("name"), Column("amount", read_number), Column("day", read_date)]
    table = read_table(b"name,amount\nHall,12.5\nBarn,\nMill,many\n", "f.csv", columns)
    assert [row.value("amount", Decimal) for row in table.rows] == [Decimal("12.5"), None, None]
    assert table.rows[0].value("name", str) == "Hall"
    # The file has no such heading
    assert table.rows[0].value("day", date) is None
    with pytest.raises(TypeError, match="^amount holds a Decimal, not a str$"):
        table.rows[0].value("amount", str)
