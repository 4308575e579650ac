"""A table with a column a month becomes a line for each KPI and month."""

import pytest

from contracts.returns.calculations.turning import period_columns, turned


@pytest.mark.parametrize(
    ("headings", "places"),
    [
        (["KPI", "Apr-26", "May-26", "Jun-26"], [1, 2, 3]),
        (["KPI", "Q1 2026/27", "Q2 2026/27", "Comments"], [1, 2]),
        (["KPI", "2026-04-01", "2026-05-01"], [1, 2]),
        (["KPI", "November to January 2027", "February to April 2027"], [1, 2]),
        (["KPI", "2025/26", "2026/27"], [1, 2]),
        (["KPI", "April", "May", "June", "Total"], [1, 2, 3]),
        # One heading alone may be anything
        (["KPI", "Apr-26", "Comments"], []),
        (["KPI", "Period", "Apr-26", "May-26"], []),
        (["KPI", "Target", "26", "12", "1234"], []),
        (["KPI", "Actual", "Period", "Comments"], []),
    ],
)
def test_which_headings_are_periods(headings, places):
    assert period_columns(headings) == places


def test_each_filled_cell_becomes_a_line_and_keeps_its_lines_number():
    headings = ["KPI", "Apr-26", "Target", "May-26", "Comments"]
    lines = [(2, ["K1", "3", "9", "", "Good"]), (4, ["K2", "", "1", "5"]), (5, ["K3"])]
    assert turned(headings, lines, leave_out=frozenset({"comments"})) == (
        ["KPI", "Target", "period", "value"],
        [(2, ["K1", "9", "Apr-26", "3"]), (4, ["K2", "1", "May-26", "5"])],
    )
