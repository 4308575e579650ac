"""A framework as rows: which headings there are, what a cell may hold, how rows stand once they are kept."""

from dataclasses import replace
from decimal import Decimal

import pytest

from socialvalue.framework.calculations.rows import COLUMNS, EXPLAINED, HEADINGS, FrameworkRow, settled
from socialvalue.framework.enums import Direction, MeasureKind

READ = {column.name: column.read for column in COLUMNS}


@pytest.mark.parametrize(
    ("heading", "most"),
    [
        ("priority", 200),
        ("outcome code", 20),
        ("outcome", 300),
        ("measure code", 20),
        ("measure", 300),
        ("unit", 60),
        ("evidence", 4000),
        ("strategic outcome", 300),
        ("proxy unit", 60),
        ("proxy source", 300),
        ("proxy licence", 120),
        ("priority code", 20),
        ("priority description", 4000),
        ("easy read", 300),
        ("guidance", 4000),
        ("proxy area", 120),
    ],
)
def test_a_cell_holds_what_its_column_of_the_database_holds(heading, most):
    assert READ[heading]("x" * most) == "x" * most
    with pytest.raises(ValueError, match=f"{most:,}|{most}"):
        READ[heading]("x" * (most + 1))


@pytest.mark.parametrize("year", [1990, 2100])
def test_the_first_and_the_last_year_of_a_price(year):
    assert READ["price year"](str(year)) == year


@pytest.mark.parametrize("year", ["1989", "2101"])
def test_a_price_of_another_time_is_refused(year):
    with pytest.raises(ValueError, match="^must be a year between 1990 and 2100$"):
        READ["price year"](year)


def test_every_heading_is_explained_once():
    explained = [heading for _, needed, optional in EXPLAINED for heading in (*needed, *optional)]
    assert sorted(explained) == sorted(HEADINGS)


def test_what_is_needed_of_each_part():
    assert [(of, needed) for of, needed, _ in EXPLAINED if of in ("Outcome", "Measure")] == [
        ("Outcome", ("outcome code", "outcome")),
        ("Measure", ("measure code", "measure", "unit")),
    ]


def test_cells_are_plain_text_and_numbers_under_the_headings():
    row = FrameworkRow(
        priority="P", priority_code="LE", outcome_code="1", outcome="O", measure_code="M", measure="Jobs", unit="people",
        direction=Direction.LOWER, kind=MeasureKind.OUTCOME, proxy_value=Decimal("1.50"), price_year=2020,
    )  # fmt: skip
    cells = dict(zip(HEADINGS, row.cells(), strict=True))
    assert (cells["direction"], cells["kind"], cells["proxy value"], cells["price year"]) == (
        "lower",
        "outcome",
        Decimal("1.50"),
        2020,
    )
    # A workbook writes what it is given: a member of an enumeration would not do
    assert {type(cell) for cell in cells.values()} == {str, Decimal, int}


def test_direction_and_kind_are_those_of_a_measure():
    cells = dict(zip(HEADINGS, FrameworkRow(priority="P", outcome_code="1", outcome="O").cells(), strict=True))
    assert (cells["direction"], cells["kind"]) == ("", "")


def row(priority: str, outcome: str = "", measure: str = "", year: int | None = None) -> FrameworkRow:
    return FrameworkRow(
        priority=priority, priority_code=priority, outcome_code=outcome, outcome=outcome, measure_code=measure, measure=measure,
        price_year=year,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([row("B", "2", "m"), row("A", "1", "m"), row("B", "3", "m")], [0, 2, 1]),
        ([row("A", "2", "m"), row("A", "1", "m"), row("A", "2", "n")], [0, 2, 1]),
        ([row("A", "1", "n"), row("A", "1", "m"), row("A", "1", "n", 2020)], [0, 2, 1]),
        ([row("A", "1", "m", 2021), row("A", "1", "m", 2020), row("A", "1", "m")], [2, 1, 0]),
        ([row("A", "1", "m"), row("A", "1", "m")], [0]),
        ([row("A", "1"), row("A", "1", "m")], [1]),
        ([row("A", "1"), row("A", "2", "m")], [0, 1]),
        ([row("A"), row("A", "1")], [1]),
        ([row("A"), row("B", "1")], [0, 1]),
        ([row("A"), row("A")], [0]),
    ],
    ids=[
        "by priority as it first appears", "by outcome", "by measure", "proxies by year", "said twice",
        "an outcome that has a measure", "an outcome without one", "a priority that has an outcome", "a priority without one",
        "a priority twice",
    ],
)  # fmt: skip
def test_rows_as_they_are_kept(rows, kept):
    assert settled(rows) == [rows[number] for number in kept]


def test_the_line_a_row_stood_on_makes_no_second_row():
    one = row("A", "1", "m")
    assert settled([one, replace(one, line=9)]) == [one]
