"""Long tables: the headings go out before the second row is read, and no more than a piece is ever kept."""

import csv
import io
import zipfile

import pytest

from socialvalue.common.tables import csv_response, read_table, write_xlsx
from socialvalue.common.tables.reading import Column
from socialvalue.common.tables.writing import MARK, PIECE, csv_lines


class Rows:
    """Counts what was read of it, and what of that is still held by somebody."""

    def __init__(self, count: int):
        self.count, self.read = count, 0

    def __iter__(self):
        yield ["number", "words"]
        for number in range(self.count):
            self.read += 1
            yield [number, "=some words"]


def test_the_headings_are_sent_before_any_row_is_read():
    rows = Rows(1000)
    pieces = iter(csv_response("table.csv", rows).streaming_content)
    assert next(pieces).decode() == f"{MARK}number,words\r\n"
    assert rows.read == 0


@pytest.mark.parametrize("count", [0, 1, 1000, 5000])
def test_the_pieces_are_the_file_and_none_is_long(count):
    rows = Rows(count)
    pieces = list(csv_lines(rows))
    assert max(map(len, pieces)) < PIECE + 100
    lines = list(csv.reader(io.StringIO("".join(pieces).removeprefix(MARK))))
    assert lines == [["number", "words"], *([str(n), "'=some words"] for n in range(count))]


def test_rows_are_read_only_as_far_as_they_are_sent():
    rows = Rows(5000)
    pieces = csv_lines(rows)
    next(pieces), next(pieces)
    # Lines of 16, 17 and 18 characters: ten, ninety, and 817 more until there are 16,384 of them; and no row more
    assert rows.read == 10 + 90 + 817


def test_a_workbook_is_written_as_it_is_read_and_comes_back():
    columns = [Column("number"), Column("words")]
    data = write_xlsx(["number", "words"], ([n, "=1+1"] for n in range(300)), title="A/B", widths={"words": 40})
    table = read_table(data, "table.xlsx", columns)
    assert [(row.values["number"], row.values["words"]) for row in table.rows] == [(str(n), "=1+1") for n in range(300)]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert 'name="A B"' in book.read("xl/workbook.xml").decode()
    assert 'topLeftCell="A2"' in sheet
    assert 'width="40"' in sheet
