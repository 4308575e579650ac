"""The table is found where it stands in a file, and what stands around it is told."""

import io

import pytest
from openpyxl import Workbook

from socialvalue.common.errors import Refused
from socialvalue.common.tables import Column, raw_table, read_amount, read_number, read_table, read_text, read_written_date

COLUMNS = [
    Column("reference", read_text(40), needed=True),
    Column("title", needed=True, aliases=("name of agreement",)),
    Column("start date", read_written_date),
    Column("value", read_amount),
    Column("number"),
]


def read(data: bytes | str, **options):
    return read_table(data.encode() if isinstance(data, str) else data, "register.csv", COLUMNS, **options)


def workbook(*sheets: tuple[str, str, list], hidden_rows: tuple[int, ...] = (), shown: dict[str, str] | None = None) -> bytes:
    """(title, state, rows) of each sheet; ``hidden_rows`` and number formats ``shown`` by place of the last."""
    book = Workbook()
    book.remove(book.active)
    for title, state, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    for number in hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for place, as_shown in (shown or {}).items():
        sheet[place].number_format = as_shown
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_titles_above_the_headings_are_passed_over_and_named():
    table = read(
        "Example Borough Council - Contracts Register,,\nPublished 31 March 2026,,\n,,\nReference,Title,Value\nD-1,Windows,4000\n"
    )
    assert [(row.line, row.texts["title"]) for row in table.rows] == [(5, "Windows")]
    assert table.passed == [
        "Line 1 stands above the headings: Example Borough Council - Contracts Register",
        "Line 2 stands above the headings: Published 31 March 2026",
    ]


def test_a_title_in_a_line_of_its_own_says_nothing_of_the_separator():
    table = read("Contracts register\n\nReference;Title;Value\nD-1;Benches, tables;4000\n")
    assert [row.texts["title"] for row in table.rows] == ["Benches, tables"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_first_line_may_say_the_separator(end):
    table = read(end.join(["sep=;", "Reference;Title", "S-1;Benches, tables", ""]))
    assert ([row.texts["title"] for row in table.rows], table.passed) == (["Benches, tables"], [])


def test_without_all_that_is_needed_the_headings_are_the_line_with_most_that_we_know():
    with pytest.raises(Refused, match="^The file has no heading “title”. It has: Reference, Start date, Value.$"):
        read("Register of March,,\nReference,Start date,Value\nD-1,1/4/2026,5\n")


@pytest.mark.parametrize("known", ["Title", "Nothing of ours"])
def test_where_hardly_a_heading_is_known_the_line_with_most_cells_is_asked_about(known):
    """A title above stands in one cell; of lines that are as wide the first are the headings."""
    data = f"Register at March\n\nDeal,{known},With\nA-1,Cleaning,Clean Ltd\nA-2,Meals,Cook Ltd\n".encode()
    raw = raw_table(data, "r.csv", columns=COLUMNS)
    assert (raw.headings, [number for number, _ in raw.lines]) == (["Deal", known, "With"], [4, 5])
    assert raw.passed == ["Line 1 stands above the headings: Register at March"]


def test_one_known_heading_in_a_first_line_as_wide_as_the_others_stays_there():
    raw = raw_table(b"Deal,Title\nA-1,Cleaning\n", "r.csv", columns=COLUMNS)
    assert (raw.headings, len(raw.lines)) == (["Deal", "Title"], 1)


def test_the_first_visible_sheet_with_the_headings_counts_and_the_others_are_told():
    data = workbook(
        ("Lookup", "hidden", [["Reference", "Title"], ["X", "never read"]]),
        ("Cover", "visible", [["Contracts register"], ["Published by Procurement"]]),
        ("Register", "visible", [["Reference", "Title"], ["C-1", "Cleaning"]]),
        ("Notes", "visible", [["Reference", "Title"], ["Y", "not read either"]]),
    )
    table = read(data)
    assert [row.texts["reference"] for row in table.rows] == ["C-1"]
    assert table.passed == ["The sheet “Cover” was passed over", "The sheet “Lookup” is hidden and was not read"]


def test_hidden_lines_are_read_and_told():
    data = workbook(("R", "visible", [["Reference", "Title"], ["C-1", "A"], ["C-2", "B"], ["C-3", "C"]]), hidden_rows=(3, 4))
    table = read(data)
    assert [row.texts["reference"] for row in table.rows] == ["C-1", "C-2", "C-3"]
    assert table.passed == ["2 lines that are hidden in “R” by a filter or by hand, and read as well"]


@pytest.mark.parametrize("last", ["Total,,,9000", ",,,9000", ',Total,,"£9,000.00"', "Grand total,,,9000"])
def test_a_last_line_of_sums_is_passed_over_and_named(last):
    table = read(f"Reference,Title,Start date,Value\nA,One,1/4/2026,4000\nB,Two,1/4/2026,5000\n{last}\n")
    assert ([row.texts["reference"] for row in table.rows], table.problems) == (["A", "B"], [])
    assert table.passed == ["Line 4 holds only sums"]


def test_a_line_that_lacks_its_reference_is_no_sum():
    table = read("Reference,Title,Start date,Value\nA,One,1/4/2026,4000\n,Two,1/4/2026,5000\n")
    assert [(p.line, p.column, p.message) for p in table.problems] == [(3, "reference", "this is needed")]
    # Nor is one that stands in the middle
    table = read("Reference,Title,Start date,Value\n,,,9000\nA,One,1/4/2026,4000\n")
    assert [p.line for p in table.problems] == [2, 2]


def test_a_heading_that_stands_twice_matters_only_where_its_column_is_ours():
    assert read("Reference,Title,Note,Note\nA,One,x,y\n").unknown == ["Note", "Note"]
    with pytest.raises(Refused, match="^A heading appears twice: Title. Remove one.$"):
        read("Reference,Title,title\nA,One,x\n")


def test_another_name_of_a_column_is_known_without_asking():
    assert read("REFERENCE,Name_of-Agreement\nA,One\n").rows[0].values["title"] == "One"


def test_letters_that_do_not_fit_are_problems_of_their_cells_and_leave_the_others_right():
    data = "Reference,Title\nE-1,Café at the museum – £1 teas\nE-2,Sm".encode() + b"\xf8" + b"rrebr\xf8d\n"
    table = read(data)
    assert table.rows[0].values["title"] == "Café at the museum – £1 teas"
    assert [(p.line, p.column, p.message) for p in table.problems] == [
        (3, "title", "a letter here does not fit the rest of the file: save the file as CSV in UTF-8")
    ]


def test_a_file_of_windows_is_read_as_it_is():
    table = read("Reference,Title\nE-1,Café – £1 teas\n".encode("cp1252"))
    assert table.rows[0].values["title"] == "Café – £1 teas"
    with pytest.raises(Refused, match="^The characters in the file cannot be read. Save it as CSV in UTF-8.$"):
        read(b"Reference,Title\nE-1,\x81\n")


def test_letters_that_were_saved_twice_are_told():
    table = read("Reference,Title\nE-1,CafÃ© â€“ Â£1 teas\nE-2,Âme de Sao\n")
    assert [(n.line, n.column) for n in table.notes] == [(2, "title")]
    assert table.notes[0].message == "has letters that were saved twice in different ways: look at it"


def test_zeros_in_front_and_errors_count_as_the_sheet_shows_them():
    rows = [["Reference", "Title", "Number", "Value"], ["C-1", "A", 1234567, 4000], ["C-2", "B", "ok", "#N/A"]]
    data = workbook(("R", "visible", rows), shown={"C2": "00000000"})
    table = read(data)
    assert table.rows[0].values["number"] == "01234567"
    assert [(p.line, p.column, p.message) for p in table.problems] == [
        (3, "value", "this formula went wrong in the spreadsheet: put it right there, and save the file")
    ]


def test_none_clears_where_a_column_says_so_and_an_empty_cell_says_nothing():
    columns = [Column("reference", needed=True), Column("day", read_written_date, clears=True), Column("figure", read_number)]
    table = read_table(b"reference,day,figure\nA,none,\nB,,1\nC,1/4/2026,2\n", "f", columns)
    assert [(row.says("day"), row.values["day"] is None, row.cleared) for row in table.rows] == [
        (True, True, {"day"}), (False, True, set()), (True, False, set()),
    ]  # fmt: skip
    assert [p.message for p in read_table(b"reference,figure\nA,none\n", "f", columns).problems] == [
        "must be a number, like 12.5"
    ]


def test_the_headings_of_a_large_file_are_read_without_reading_the_file():
    line = "A-{n},Cleaning,1/4/2026,5\n"
    data = ("Register\n\nReference,Title,Start date,Value\n" + "".join(line.format(n=n) for n in range(20_000))).encode()
    raw = raw_table(data, "r.csv", columns=COLUMNS, head=True)
    assert raw.headings == ["Reference", "Title", "Start date", "Value"]
    assert 0 < len(raw.lines) < 20_000
    rows = [["Reference", "Title"], *([f"C-{n}", "A"] for n in range(500))]
    raw = raw_table(workbook(("R", "visible", rows)), "r.xlsx", columns=COLUMNS, head=True)
    assert (raw.headings, len(raw.lines) < 100) == (["Reference", "Title"], True)


HEADINGS = "Reference,Title,Start date,Value,Number"


def described(lines: int, length: int) -> bytes:
    """A register whose titles are ``length`` characters of short lines within quotes."""
    title = '"' + "One line of it\n" * (length // 15) + '"'
    return f"{HEADINGS}\n".encode() + f"A-1,{title},1/4/2024,5,6\n".encode() * lines


@pytest.mark.parametrize(("lines", "length"), [(4_000, 60), (40, 12_000), (8, 40_000)])
def test_the_beginning_of_a_large_register_ends_wherever_it_does_within_a_cell_of_many_lines(lines, length):
    """Cut at a line feed within quotes, a sound register was refused as one that cannot be read."""
    data = described(lines, length)
    assert len(data) > 200_000
    head = raw_table(data, "r.csv", 5, columns=COLUMNS, head=True)
    assert head.headings == HEADINGS.split(",")
    assert len(head.lines) <= 30
    assert raw_table(data, "r.csv", 5, columns=COLUMNS).lines[: len(head.lines)] == head.lines
    assert head.lines


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_a_first_line_longer_than_the_beginning_is_read_as_a_whole(end):
    title = '"' + ("A title" + end) * 12_000 + '"'
    data = f"{title},{title},{title}{end}{HEADINGS}{end}A-1,Cleaning,1/4/2024,5,6{end}".encode()
    assert raw_table(data, "r.csv", columns=COLUMNS, head=True).headings == HEADINGS.split(",")


def test_where_only_headings_are_asked_for_what_is_wrong_far_beneath_them_is_not_told_yet():
    rows = "A-1,Cleaning,1/4/2024,5,6\n" * 40
    wrong = f'{HEADINGS}\n{rows}A-2,"Cleaning" x,1/4/2024,5,6\n'.encode()
    assert raw_table(wrong, "r.csv", columns=COLUMNS, head=True).headings == HEADINGS.split(",")
    with pytest.raises(Refused, match="^Line 42 cannot be read as CSV"):
        raw_table(wrong, "r.csv", columns=COLUMNS)
    near = f'{HEADINGS}\nA-2,"Cleaning" x,1/4/2024,5,6\n'.encode()
    with pytest.raises(Refused, match="^Line 2 cannot be read as CSV"):
        raw_table(near, "r.csv", columns=COLUMNS, head=True)
