"""The ten contracts as data: in the file, in the command, in the table that members download, and read a second time."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from measurement.figures.documents.data import figures_data
from measurement.figures.selectors.scope import Scope
from tests.builders import portfolio as build
from tests.builders.portfolio import AS_OF, SPAN

from ..product import answered, ordered
from ..second_reading import read
from . import by_hand as hand
from .told import COUNTED, FIGURE, NAMES, QUERY, check, measure_name, of, priority_name

pytestmark = pytest.mark.django_db


def test_the_second_reading_says_what_was_worked_out_by_hand(book):
    check(read(book.council.pk, *SPAN, AS_OF))


def test_the_file_says_what_was_worked_out_by_hand(book, member):
    check(json.loads(member.get(reverse("oversight-export", args=["json"]) + QUERY).content))


def test_the_command_prints_the_same_file_of_a_past_day(book, member):
    printed = io.StringIO()
    days = {"starts_on": str(SPAN[0]), "ends_on": str(SPAN[1]), "as_of": str(AS_OF)}
    with build.on(build.CORRECTED_ON):
        call_command("figures", **days, council=book.council.name, stdout=printed)
    assert printed.getvalue() == member.get(reverse("oversight-export", args=["json"]) + QUERY).content.decode()


def test_computed_again_row_by_row_every_figure_is_equal(book):
    said = io.StringIO()
    with build.on(AS_OF):
        call_command("check_figures", council=book.council.name, stdout=said)
    assert said.getvalue().startswith("The figures of 23 KPIs are equal")


@pytest.mark.parametrize(
    "span, as_of",
    [
        ((date(2025, 4, 1), date(2025, 9, 30)), date(2025, 10, 11)),
        ((date(2025, 10, 1), date(2025, 12, 31)), date(2026, 1, 11)),
        ((date(2026, 1, 1), date(2026, 3, 31)), date(2026, 4, 20)),
        ((date(2026, 1, 1), date(2026, 3, 31)), date(2026, 4, 21)),
    ],
)
def test_other_spans_and_days_are_read_the_same_twice(book, span, as_of):
    assert ordered(answered(book.council, *span, as_of)) == ordered(read(book.council.pk, *span, as_of))


def test_a_narrower_file_has_the_same_lines(book):
    get = book.directorates["GET"]
    found = figures_data(Scope(book.council.pk, *SPAN, AS_OF, directorate_id=get.pk))
    assert of(found["kpis"], FIGURE) == {key: line for key, line in hand.KPIS.items() if hand.WHERE[key][1] == "GET"}
    assert tuple(found["total"][name] for name in COUNTED) == hand.DIRECTORATES["GET"]


def test_a_correction_changes_what_is_known_from_its_day_on(book):
    book.correct()
    check(answered(book.council, *SPAN, AS_OF))
    check(read(book.council.pk, *SPAN, AS_OF))
    found = answered(book.council, *SPAN, build.CORRECTED_ON)
    assert of(found["kpis"], FIGURE)["P-01", 1] == hand.CORRECTED


def test_the_table_as_a_file(book, member):
    response = member.get(reverse("oversight-export", args=["csv"]) + QUERY)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    lines = {row["name"]: _tally_in(row) for row in rows if row["counts"] == "KPIs" and row["returns due"] != "0"}
    assert lines == {
        "All priorities": (*hand.TOTAL[1:], hand.LATE),
        **{priority_name(code): (*line[1:], 1 if code in ("LE", "BK") else 0) for code, line in hand.PRIORITIES.items()},
        **{NAMES[code]: (*line[1:], 1) for code, line in hand.DIRECTORATES.items()},
        # Of the kinds of supplier: none of them says what it is
        "Not known": (*hand.TOTAL[1:], hand.LATE),
    }
    found = {(row["part"], row["name"]): (row["delivered"], row["agreed for the same periods"]) for row in rows}
    for code, value, target in (
        (m, v or "", t or "") for m, _, _, _, _, _, _, v, t in hand.MEASURES if m not in ("GS2.1", "BK1.3")
    ):
        part = f"measure of {priority_name(code[:2])}"
        assert found[part, measure_name(code)] == (value, target)
    # One measure under two priorities
    assert found[f"measure of {priority_name('GS')}", measure_name("GS2.1")] == ("40", "80")
    assert found[f"measure of {priority_name('BK')}", measure_name("GS2.1")] == ("2", "5")


def _tally_in(row: dict) -> tuple[int, ...]:
    standings = [row[label.lower()] for label in hand.LABELS.values()]
    return tuple(int(n) for n in (*standings, *(row[f"returns {name}"] for name in ("due", "verified", "waiting", "late"))))
