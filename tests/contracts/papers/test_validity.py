"""How long a document holds: the days, both sides of each boundary."""

from datetime import date, timedelta

import pytest

from contracts.papers.calculations.validity import Validity

LAST = date(2026, 8, 31)


@pytest.mark.parametrize(
    "left, said",
    [
        (61, ("In force", "green")),
        (60, ("Runs out soon", "yellow")),
        (0, ("Runs out soon", "yellow")),
        (-1, ("Run out", "red")),
    ],
)
def test_it_runs_out_after_its_last_day(left, said):
    assert Validity(None, LAST).said(LAST - timedelta(days=left)) == said


@pytest.mark.parametrize("days, said", [(-1, "Not in force yet"), (0, "In force"), (400, "In force")])
def test_one_without_an_end_holds_from_its_first_day_on(days, said):
    assert Validity(LAST, None).said(LAST + timedelta(days=days))[0] == said


@pytest.mark.parametrize(
    "first, last, problem",
    [
        (LAST, LAST - timedelta(days=1), "It cannot run out before it begins"),
        (LAST, LAST, None),
        (None, LAST, None),
        (LAST, None, None),
        (None, None, None),
    ],
)
def test_it_cannot_run_out_before_it_begins(first, last, problem):
    assert Validity(first, last).problem() == problem
