"""A small workbook cannot make the server work for minutes or fill its memory."""

import io
import re
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from socialvalue.common.errors import Refused
from socialvalue.common.tables import Column, files, raw_table, read_table, weighing, workbooks, write_csv, write_xlsx
from socialvalue.common.tables.workbooks import MOST_COLUMNS


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
    raw = raw_table(data, "returns.xlsx")
    headings, lines = raw.headings, raw.lines
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (headings, lines[0]) == (["indicator", "value"], (2, ["jobs", "3"]))
    assert peak < 60_000_000


def test_too_many_columns_are_refused_in_words():
    with pytest.raises(Refused, match="columns"):
        raw_table(workbook([f"c{n}" for n in range(MOST_COLUMNS + 1)]), "wide.xlsx")
    headings = raw_table(workbook([f"c{n}" for n in range(MOST_COLUMNS)]), "wide.xlsx").headings
    assert len(headings) == MOST_COLUMNS


def with_parts(**parts: str) -> bytes:
    """A small workbook with further parts."""
    made, out = workbook(["indicator", "value"], ["jobs", 3]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as forged:
        for name in set(source.namelist()) - set(parts):
            forged.writestr(name, source.read(name))
        for name, text in parts.items():
            forged.writestr(name, text)
    return out.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def texts(number: int) -> bytes:
    return with_parts(**{"xl/sharedStrings.xml": f"<sst {MAIN}>{'<si><t>a</t></si>' * number}</sst>"})


def test_texts_that_no_cell_shows_are_counted_before_they_are_read(monkeypatch):
    """200,000 of them took two seconds of a web process, and eleven million fitted under the limit of then."""
    with pytest.raises(Refused, match="The workbook has more than 100,000 texts"):
        raw_table(texts(weighing.MOST_TEXTS + 1), "returns.xlsx")
    monkeypatch.setattr(weighing, "MOST_TEXTS", 10)
    assert raw_table(texts(10), "returns.xlsx").headings == ["indicator", "value"]
    monkeypatch.setattr(workbooks, "Reader", None)
    with pytest.raises(Refused, match="The workbook has more than 10 texts"):
        raw_table(texts(11), "returns.xlsx")


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_cells_are_counted_however_they_are_written(monkeypatch, prefix):
    monkeypatch.setattr(weighing, "MOST_CELLS", 6)
    spaces = MAIN.replace("xmlns=", f"xmlns:{prefix[:-1]}=") if prefix else MAIN
    for number in (6, 7):
        cells = f'<{prefix}c t="str"><{prefix}v>a</{prefix}v></{prefix}c>' * number
        sheet = f"<{prefix}worksheet {spaces}><{prefix}sheetData><{prefix}row>{cells}</{prefix}row></{prefix}sheetData></{prefix}worksheet>"
        data = with_parts(**{"xl/worksheets/sheet1.xml": sheet})
        if number == 6:
            assert raw_table(data, "a.xlsx").headings == ["a"] * 6
            continue
        with pytest.raises(Refused, match="The sheet has more than 6 cells. Remove what is not needed, or split it"):
            raw_table(data, "a.xlsx")


@pytest.mark.parametrize("path", ["xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "docProps/custom.xml"])
def test_what_the_library_reads_beside_the_cells_is_counted(monkeypatch, path):
    monkeypatch.setattr(weighing, "MOST_OTHERS", 200)
    raw_table(workbook(["a"], ["b"]), "a.xlsx")
    monkeypatch.setattr(workbooks, "Reader", None)
    with pytest.raises(Refused, match="more formats, names or sheets than are read"):
        raw_table(with_parts(**{path: f"<x>{'<xf/>' * 200}</x>"}), "a.xlsx")


def test_what_a_workbook_unpacks_to_is_limited(monkeypatch):
    raw_table(workbook(["a"], ["b"]), "a.xlsx")
    monkeypatch.setattr(weighing, "MOST_UNPACKED", 1000)
    with pytest.raises(Refused, match="too large when unpacked"):
        raw_table(workbook(["a"], ["b"]), "a.xlsx")


def test_sheets_that_nobody_reads_cost_nothing(monkeypatch):
    """A register often has its raw figures on a second sheet."""
    monkeypatch.setattr(weighing, "MOST_CELLS", 6)
    cells = f"<worksheet {MAIN}><sheetData><row>{'<c/>' * 1000}</row></sheetData></worksheet>"
    assert raw_table(with_parts(**{"xl/worksheets/sheet2.xml": cells}), "a.xlsx").headings == ["indicator", "value"]


def test_cells_of_a_csv_file_are_counted_too(monkeypatch):
    monkeypatch.setattr(files, "MOST_CELLS", 6)
    assert len(raw_table(b"a,b\n1,2\n\n3,4\n", "a.csv").lines) == 2
    with pytest.raises(Refused, match="more than 6 cells"):
        raw_table(b"a,b\n1,2\n3,4\n5,6\n", "a.csv")


def test_everybodys_own_table_is_far_below(monkeypatch):
    """A register of 1,500 contracts and 25 columns, as both kinds of file."""
    rows = [[f"text {n} {m}" for m in range(25)] for n in range(1_500)]
    headings = [f"column {n}" for n in range(25)]
    for data in (write_csv(headings, rows), write_xlsx(headings, rows, title="Register")):
        assert len(raw_table(data, "register").lines) == 1_500


COLUMNS = [Column("reference", needed=True), Column("review date"), Column("value")]


def formulas(value: str) -> bytes:
    row = f'<row r="3"><c r="A3" t="str"><f>"C-"&amp;1</f><v>C-1</v></c><c r="B3"><f>TODAY()</f>{value}</c><c r="C3"/></row>'
    return workbook(["reference", "review date", "value"], ["C-0", "", ""], also=row)


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_a_formula_that_was_never_worked_out_is_told_and_clears_nothing(value):
    table = read_table(formulas(value), "a.xlsx", COLUMNS)
    (problem,) = table.problems
    assert (problem.line, problem.column) == (3, "review date")
    assert problem.message == "this is a formula that was not worked out yet: open the file in Excel, save it there"
    assert [row.values for row in table.rows][1] == {"reference": "C-1", "review date": None, "value": None}


def test_a_formula_with_its_value_is_read_as_the_value():
    table = read_table(formulas("<v>46000</v>"), "a.xlsx", COLUMNS)
    assert (table.problems, table.rows[1].values["review date"]) == ([], "46000")


def many_sheets(number: int, *, parts: int, cells: str = "", also: str = "") -> bytes:
    """A workbook that names ``number`` sheets in turn of ``parts`` parts, each of one line of ``cells`` and no stated size."""
    said, targets = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", range(parts)
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="rId{n % parts}"/>' for n in range(number))
    kind = f"{said}/worksheet"
    rels = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="worksheets/p{n}.xml"/>' for n in targets)
    sheet = f"<worksheet {MAIN}>{also}<sheetData><row>{cells}</row></sheetData></worksheet>"
    return with_parts(
        **{
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{said}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{rels}</Relationships>',
            **{f"xl/worksheets/p{n}.xml": sheet for n in targets},
        }
    )


PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CELL = '<c t="str"><v>a</v></c>'
NEVER_OPENED = "a sheet was opened"


@pytest.fixture
def nothing_opened(monkeypatch):
    """Fails where the library comes as far as to open a sheet."""

    def opened(*_):
        raise AssertionError(NEVER_OPENED)

    monkeypatch.setattr("openpyxl.reader.excel.ReadOnlyWorksheet", opened)


@pytest.mark.parametrize("head", [True, False])
def test_a_hundred_sheets_are_read_and_no_more(nothing_opened, monkeypatch, head):
    """2 KB that named one sheet some thousand times held a thread for as long as its sender liked."""
    for number in (101, 5_000):
        with pytest.raises(Refused, match="^The workbook has more than 100 sheets. Remove what is not needed"):
            raw_table(many_sheets(number, parts=1, cells=CELL), "a.xlsx", head=head)
    monkeypatch.undo()
    assert raw_table(many_sheets(100, parts=100, cells=CELL), "a.xlsx", head=head).headings == ["a"]


def test_two_sheets_of_one_part_are_refused_before_either_is_opened(nothing_opened):
    with pytest.raises(Refused, match="^The workbook names one sheet more than once. Save it again as XLSX or CSV.$"):
        raw_table(many_sheets(2, parts=1, cells=CELL), "a.xlsx")


@pytest.mark.parametrize("head", [True, False])
def test_cells_of_all_sheets_together_are_counted_before_any_is_opened(monkeypatch, head):
    """The library goes through a sheet that does not say its size, before anything of it is asked for."""
    monkeypatch.setattr(weighing, "MOST_CELLS", 6)
    assert raw_table(many_sheets(3, parts=3, cells=CELL * 2), "a.xlsx", head=head).headings == ["a", "a"]
    assert raw_table(many_sheets(3, parts=3, cells=CELL * 4), "a.xlsx", 2, head=head).headings == ["a"] * 4
    monkeypatch.setattr("openpyxl.reader.excel.ReadOnlyWorksheet", None)
    with pytest.raises(weighing.TooLarge, match="^The sheet has more than 6 cells"):
        raw_table(many_sheets(3, parts=3, cells=CELL * 2 + "<c/>"), "a.xlsx", head=head)


def test_what_says_its_size_is_counted_as_it_is_read_all_sheets_together(monkeypatch):
    """A size of its own is no way round the limit: sheets without the headings are read one after another."""
    monkeypatch.setattr(weighing, "MOST_CELLS", 6)
    sized = many_sheets(4, parts=4, cells=CELL * 2, also='<dimension ref="A1:B1"/>')
    assert raw_table(sized, "a.xlsx").headings == ["a", "a"]
    with pytest.raises(weighing.TooLarge, match="^The sheet has more than 6 cells"):
        raw_table(sized, "a.xlsx", columns=[Column("reference", needed=True)])


def test_what_is_no_cell_is_counted_too(monkeypatch):
    monkeypatch.setattr(weighing, "MOST_CELLS", 6)
    for many, refused in ((800, False), (900, True)):
        data = many_sheets(1, parts=1, cells=CELL, also="<x/>" * many)
        if refused:
            with pytest.raises(weighing.TooLarge, match="^The sheet has more than 6 cells"):
                raw_table(data, "a.xlsx")
        else:
            assert raw_table(data, "a.xlsx").headings == ["a"]


@pytest.mark.parametrize(("numbers", "refused"), [("", False), (' r="1"', True), (' r="1.0"', True)])
def test_where_only_headings_are_asked_for_the_lines_beneath_are_not_counted(monkeypatch, numbers, refused):
    """Lines that all say they are the first are none beneath: the library would go through every one."""
    monkeypatch.setattr(weighing, "MOST_CELLS", 100)
    lines = f"<row{numbers}>{CELL}</row>" * 101
    sheet = f'<worksheet {MAIN}><dimension ref="A1"/><sheetData>{lines}</sheetData></worksheet>'
    data = with_parts(**{"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(weighing.TooLarge, match="^The sheet has more than 100 cells"):
        raw_table(data, "a.xlsx")
    if refused:
        with pytest.raises(weighing.TooLarge, match="^The sheet has more than 100 cells"):
            raw_table(data, "a.xlsx", head=True)
    else:
        assert raw_table(data, "a.xlsx", head=True).headings == ["a"]


@pytest.mark.parametrize("path", ["xl/worksheets/s.xml", "xl/words.bin"])
def test_texts_are_counted_wherever_the_package_says_they_are(monkeypatch, path):
    monkeypatch.setattr(weighing, "MOST_TEXTS", 10)
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    said = {
        "xl/workbook.xml": "sheet.main+xml",
        "xl/worksheets/sheet1.xml": "worksheet+xml",
        "xl/styles.xml": "styles+xml",
        path: "sharedStrings+xml",
    }
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kinds}.{kind}"/>' for part, kind in said.items())
    types = f'<Types xmlns="{PACKAGE}/content-types">{overrides}</Types>'
    for number in (10, 11):
        data = with_parts(
            **{"[Content_Types].xml": types, path: f"<sst {MAIN}>{'<si><t>a</t></si>' * number}</sst>"},
        )
        if number == 10:
            assert raw_table(data, "a.xlsx").headings == ["indicator", "value"]
            continue
        monkeypatch.setattr(workbooks, "Reader", None)
        with pytest.raises(weighing.TooLarge, match="^The workbook has more than 10 texts"):
            raw_table(data, "a.xlsx")


def test_a_workbook_part_in_the_folder_of_sheets_is_counted_as_what_it_is(monkeypatch):
    monkeypatch.setattr(workbooks, "Reader", None)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/worksheets/w.xml" ContentType="{kind}"/></Types>'
    book = f"<workbook {MAIN}><sheets>{'<sheet/>' * 101}</sheets></workbook>"
    with pytest.raises(Refused, match="^The workbook has more than 100 sheets"):
        raw_table(with_parts(**{"[Content_Types].xml": types, "xl/worksheets/w.xml": book}), "a.xlsx")


def test_sheets_of_charts_and_other_workbooks_are_not_opened(monkeypatch):
    """One chart named ten thousand times, or another workbook as often, would be read that often."""
    book, out = Workbook(), io.BytesIO()
    book.active.append(["indicator", "value"])
    book.create_chartsheet("Chart")
    book.save(out)
    reader = workbooks.Reader(out.getvalue(), 1)
    monkeypatch.setattr("openpyxl.reader.excel.Chartsheet", None)
    monkeypatch.setattr("openpyxl.reader.workbook.read_external_link", None)
    reader.read()
    assert reader.wb.sheetnames == ["Sheet"]
    assert reader.keep_links is False
    assert raw_table(out.getvalue(), "a.xlsx").headings == ["indicator", "value"]
