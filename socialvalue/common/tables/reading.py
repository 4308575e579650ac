"""Reading the tables that people bring.

CSV (UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252; comma, semicolon or tab, or what a first line
“sep=;” says) and XLSX. Headings are matched without regard to case, spaces, underscores or order. Every problem has its line
and column; what was passed over is told.
"""

from collections.abc import Iterable, Sequence

from socialvalue.common.errors import Refused
from socialvalue.common.tables.cells import NO_VALUE, WENT_WRONG, Said, plain_heading, without_remark
from socialvalue.common.tables.decoding import TWICE, UNFIT
from socialvalue.common.tables.files import raw_table
from socialvalue.common.tables.finding import Line, is_remark, is_total
from socialvalue.common.tables.shapes import Column, HeadingsMissing, Problem, Row, Table

# What a cell says that is to be emptied; an empty cell says nothing
CLEARED = "none"


def read_table(data: bytes, name: str, columns: Iterable[Column], mapping: dict[str, str] | None = None, times: int = 1) -> Table:
    """Read the file ``name`` with the columns we know. ``mapping``: our column → the heading used in this file.

    Raises Refused on the field ``file`` when the file cannot be read at all, or lacks a needed heading. Bad cells are
    in ``problems``, each with line, column, value and what is wrong; their rows are kept without the bad value.
    The headings are those of the first line, on the first visible sheet, that has all that are needed; what stands above them,
    hidden sheets and lines, remarks beneath the table and a last line of sums are told in ``passed``.
    ``times``: as ``raw_table``.
    """
    columns = list(columns)
    raw = raw_table(data, name, times, columns, mapping)
    table = table_of(raw.headings, raw.lines, columns, mapping, totals=True)
    table.passed = [*raw.passed, *table.passed]
    return table


def table_of(
    headings: list[str],
    lines: Sequence[Line],
    columns: Iterable[Column],
    mapping: dict[str, str] | None = None,
    *,
    totals: bool = False,
) -> Table:
    """As ``read_table``, of headings and lines (line number, cells) that somebody has read and perhaps turned round.

    ``totals``: whether remarks at the end, and a last line that holds only sums, are passed over.
    """
    columns = list(columns)
    places, unknown = _places(headings, columns, mapping or {})
    if missing := _missing(columns, places):
        raise HeadingsMissing(
            f"The file has no heading {_list([f'“{m}”' for m in missing])}. It has: {', '.join(filter(None, headings))}.", "file"
        )
    table = Table(headings=headings, unknown=unknown)
    needed = [places[column.name] for column in columns if column.needed]
    if totals:
        lines = _without_ending(table, lines, needed)
    known = [(column, places[column.name]) for column in columns if column.name in places]
    for line, cells in lines:
        extra = [c for c in cells[len(headings) :] if c]
        if extra:
            table.problems.append(Problem(line, "", extra[0], "there are more cells than headings"))
        row = Row(line, {}, {})
        for column, place in known:
            _read_cell(table, row, column, cells[place] if place < len(cells) else "")
        table.rows.append(row)
    return table


def _without_ending(table: Table, lines: Sequence[Line], needed: Sequence[int]) -> Sequence[Line]:
    """``lines`` without what stands beneath the table: remarks, and above them a line of sums. Both are told."""
    end, told = len(lines), []
    while end and is_remark(lines[end - 1][1], needed):
        end -= 1
        told.append(f"Line {lines[end][0]} stands beneath the table: {next(filter(None, lines[end][1]))}")
    if end and is_total(lines[end - 1][1], needed):
        end -= 1
        told.append(f"Line {lines[end][0]} holds only sums")
    table.passed += reversed(told)
    return lines[:end]


def missing_headings(headings: list[str], columns: Iterable[Column], mapping: dict[str, str] | None = None) -> list[str]:
    """The names of the needed columns that are not among ``headings``."""
    columns = list(columns)
    return _missing(columns, _places(headings, columns, mapping or {})[0])


def _missing(columns: list[Column], places: dict[str, int]) -> list[str]:
    return [column.name for column in columns if column.needed and column.name not in places]


def _read_cell(table: Table, row: Row, column: Column, text: str) -> None:
    """Put the cell into the row; one that cannot be read, or is empty and needed, is a problem and stays None."""
    row.texts[column.name], row.values[column.name] = text, None
    if wrong := _unreadable(text):
        table.problem(row, column.name, wrong)
        return
    silent = bool(text) and plain_heading(text) in column.silent
    if not text or silent:
        if column.needed:
            table.problem(row, column.name, "this is needed")
        elif silent:
            table.note(row, column.name, "says nothing that is known: taken as an empty cell")
        row.texts[column.name] = ""
        return
    if TWICE.search(text):
        table.note(row, column.name, "has letters that were saved twice in different ways: look at it")
    if column.clears and text.casefold() == CLEARED:
        row.cleared.add(column.name)
        return
    read_into(table, row, column, text)


def read_into(table: Table, row: Row, column: Column, text: str) -> None:
    """Put what the column reads in ``text`` into the row; tell how it was read where that is not plain, and what is wrong."""
    try:
        found = column.read(text)
    except ValueError as refused:
        table.problem(row, column.name, str(refused))
        return
    if isinstance(found, Said):
        table.note(row, column.name, found.note)
        found = found.value
    row.values[column.name] = found


def _unreadable(text: str) -> str:
    """What is wrong with a cell before its column reads it; nothing with most."""
    if text == NO_VALUE:
        return "this is a formula that was not worked out yet: open the file in Excel, save it there"
    if text.startswith(WENT_WRONG):
        return "this formula went wrong in the spreadsheet: put it right there, and save the file"
    if UNFIT in text:
        return "a letter here does not fit the rest of the file: save the file as CSV in UTF-8"
    return ""


def _places(headings: list[str], columns: list[Column], mapping: dict[str, str]) -> tuple[dict[str, int], list[str]]:
    plain = [plain_heading(h) for h in headings]
    bare = ["" if (without := plain_heading(without_remark(h))) in plain else without for h in headings]
    places = {}
    for column in columns:
        for wanted in filter(None, (mapping.get(column.name), column.name, *column.aliases)):
            if plain_heading(wanted) in plain:
                places[column.name] = plain.index(plain_heading(wanted))
                break
            if plain_heading(wanted) in bare:
                places[column.name] = bare.index(plain_heading(wanted))
                break
    twice = sorted({headings[place] for place in places.values() if plain.count(plain[place]) > 1})
    if twice:
        raise Refused(f"A heading appears twice: {', '.join(twice)}. Remove one.", "file")
    return places, [h for i, h in enumerate(headings) if h and i not in places.values()]


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
