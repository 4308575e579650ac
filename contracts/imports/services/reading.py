"""A register read as its council keeps it, with what somebody said of its headings and words."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from contracts.imports.calculations.mapping import Meaning
from contracts.imports.calculations.words import what_else
from contracts.imports.documents.columns import COLUMNS
from socialvalue.common.tables import Column, HeadingsMissing, Table, raw_table, read_into, read_table, write_csv
from socialvalue.common.tables.weighing import BY_A_WORKER


def read_register(data: bytes, name: str, meaning: Meaning) -> Table:
    """The register in the file; what is fixed for every line stands in each, where the file does not say it itself.

    Raises HeadingsMissing where a heading is missing still, which says so where the file plainly is something else.
    """
    columns = columns_with(meaning)
    try:
        table = read_table(data, name, columns, dict(meaning.headings), times=BY_A_WORKER)
    except HeadingsMissing as refusal:
        other = what_else(raw_table(data, name, BY_A_WORKER, columns, dict(meaning.headings), head=True).headings)
        if other:
            raise HeadingsMissing(
                f"The file looks like {other}, not like a register of contracts. {refusal.message}", "file"
            ) from None
        raise
    _fix(table, columns, meaning)
    return table


def rest_of(data: bytes, name: str, meaning: Meaning, lines: Collection[int]) -> bytes:
    """These lines of the file with its own headings, every cell as it was, as a CSV file."""
    raw = raw_table(data, name, BY_A_WORKER, columns_with(meaning), dict(meaning.headings))
    return write_csv(raw.headings, [cells for number, cells in raw.lines if number in lines])


def columns_with(meaning: Meaning) -> list[Column]:
    """Ours, as they are read with what was said: what holds for every line is needed in none."""
    return [_column(one, meaning) for one in COLUMNS]


def _column(column: Column, meaning: Meaning) -> Column:
    return replace(
        column,
        read=partial(_read, column, meaning),
        needed=column.needed and column.name not in meaning.fixed,
    )


def _read(column: Column, meaning: Meaning, text: str) -> object:
    return column.read(meaning.said(column.name, text))


def _fix(table: Table, columns: list[Column], meaning: Meaning) -> None:
    """Put what holds for every line where a line says nothing. A text that cannot be read is a problem of each line."""
    fixed = [column for column in columns if column.name in meaning.fixed]
    for row in table.rows:
        for column in fixed:
            if row.says(column.name):
                continue
            row.texts[column.name] = meaning.fixed[column.name]
            read_into(table, row, column, meaning.fixed[column.name])
