"""A file of running contracts read by what somebody said of its headings and words; the template's example is passed over."""

from contracts.brought.documents.columns import EXAMPLE, columns_of
from contracts.imports.calculations.mapping import Meaning
from contracts.imports.services.reading import read_as_said, said_columns
from socialvalue.common.tables import Column, Row, Table, missing_headings, raw_table, suggested_headings
from socialvalue.common.tables.weighing import BY_A_WORKER


def read_lines(data: bytes, name: str, holds: str, meaning: Meaning) -> Table:
    """The lines as they stand; what holds for every line stands in each that does not say it itself.

    Raises Refused on ``file`` where it cannot be read, HeadingsMissing where a heading is missing.
    """
    table = read_as_said(data, name, columns_with(holds, meaning), meaning)
    _pass_example(table)
    return table


def columns_with(holds: str, meaning: Meaning) -> list[Column]:
    """Ours, read with what was said: what holds for every line is needed in none."""
    return said_columns(columns_of(holds), meaning)


def _pass_example(table: Table) -> None:
    examples = {row.line for row in table.rows if _is_example(row)}
    table.passed += [f"Line {line} is the example of the template" for line in sorted(examples)]
    table.rows = [row for row in table.rows if row.line not in examples]
    for told in (table.problems, table.notes):
        told[:] = [one for one in told if one.line not in examples]


def _is_example(row: Row) -> bool:
    return row.texts.get("contract", "").strip().casefold() == EXAMPLE.casefold()


def headings_of(data: bytes, name: str, holds: str, meaning: Meaning) -> list[str]:
    """The file's own, where they stand. Raises Refused on ``file`` where it cannot be read."""
    raw = raw_table(data, name, BY_A_WORKER, columns_with(holds, meaning), dict(meaning.headings), head=True)
    return [heading for heading in raw.headings if heading]


def lacks(headings: list[str], holds: str, meaning: Meaning) -> list[str]:
    """Our columns that are needed and neither among ``headings`` nor said otherwise."""
    return missing_headings(headings, columns_with(holds, meaning), dict(meaning.headings))


def suggested(headings: list[str], holds: str, meaning: Meaning) -> dict[str, str]:
    """Our column → the heading that is it, as far as it is known or was said before."""
    return suggested_headings(headings, meaning.names_of(columns_of(holds)))
