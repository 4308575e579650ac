"""A register read as its council keeps it, with what somebody said of its headings and words."""

from collections.abc import Collection, Iterable, Sequence
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
        return read_as_said(data, name, columns, meaning)
    except HeadingsMissing as refusal:
        other = what_else(raw_table(data, name, BY_A_WORKER, columns, dict(meaning.headings), head=True).headings)
        if other:
            raise HeadingsMissing(
                f"The file looks like {other}, not like a register of contracts. {refusal.message}", "file"
            ) from None
        raise


def rest_of(data: bytes, name: str, meaning: Meaning, lines: Collection[int]) -> bytes:
    """These lines of the file with its own headings, every cell as it was, as a CSV file."""
    raw = raw_table(data, name, BY_A_WORKER, columns_with(meaning), dict(meaning.headings))
    return write_csv(raw.headings, [cells for number, cells in raw.lines if number in lines])


def columns_with(meaning: Meaning) -> list[Column]:
    """Ours, as they are read with what was said: what holds for every line is needed in none."""
    return said_columns(COLUMNS, meaning)


def said_columns(columns: Iterable[Column], meaning: Meaning) -> list[Column]:
    """``columns`` as they are read with what somebody said of a file: what holds for every line is needed in none."""
    return [
        replace(one, read=partial(_read, one, meaning), needed=one.needed and one.name not in meaning.fixed) for one in columns
    ]


def _read(column: Column, meaning: Meaning, text: str) -> object:
    return column.read(meaning.said(column.name, text))


def read_as_said(data: bytes, name: str, columns: Sequence[Column], meaning: Meaning) -> Table:
    """The lines of a file as they stand; ``columns`` are ``said_columns``.

    What holds for every line stands in each that does not say it itself; a text of it that cannot be read is a problem of
    each. Raises Refused on ``file`` where it cannot be read, HeadingsMissing where a heading is missing.
    """
    table = read_table(data, name, columns, dict(meaning.headings), times=BY_A_WORKER)
    fixed = [column for column in columns if column.name in meaning.fixed]
    for row in table.rows:
        for column in fixed:
            if not row.says(column.name):
                row.texts[column.name] = meaning.fixed[column.name]
                read_into(table, row, column, meaning.fixed[column.name])
    return table
