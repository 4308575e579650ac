"""Figures as data: each number worked out by hand, and the sums of them."""

import copy
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.register.models import Contract
from measurement.figures.documents.data import figures_data, figures_json
from tests.builders import measurement as build

from . import steps

pytestmark = pytest.mark.django_db
PARTS = ("expected", "reported", "waiting", "late", "value", "target", "minimum", "standing")

# The first quarter's returns are due on 20 July, the second's on 20 October; known on 3 November
BY_HAND = {
    # 3 + 1 of 3 + 3, at least 2 + 2
    "sum": (2, 2, 0, 0, "4", "6", "4", "below_target"),
    "sum without a target": (2, 1, 0, 1, "5", None, None, "no_target"),
    # 20 + 8, at most 10 + 10, limit 15 + 15
    "lower": (2, 2, 0, 0, "28", "20", "30", "below_target"),
    # (60 × 91 days + 85 × 92 days) ÷ 183 days
    "level": (2, 2, 0, 0, "72.568306", "80", "70", "below_target"),
    # 68 of 120, not the mean of 58 % and 50 %
    "ratio": (2, 2, 0, 0, "56.666667", "60", "40", "below_target"),
    "no cases": (2, 2, 0, 0, None, None, None, "nothing_due"),
    "nothing promised": (2, 2, 0, 0, "0", "0", "0", "nothing_due"),
    "own duty": (2, 1, 0, 1, "3", "3", "2", "on_target"),
    "waiting": (2, 1, 1, 0, "3", "3", "2", "on_target"),
    "never sent": (2, 0, 0, 2, None, None, None, "not_reported"),
    "corrected": (2, 1, 0, 1, "1", "3", "2", "below_minimum"),
    "not agreed": None,
    "waived": (1, 1, 0, 0, "3", "3", "2", "on_target"),
    "from July": (1, 1, 0, 0, "2", "3", "2", "below_target"),
}


@pytest.fixture(scope="module")
def made_once(module_database):
    return steps.hand()


@pytest.fixture
def made(made_once):
    return copy.deepcopy(made_once)


def by_hand(found, made) -> dict:
    lines = {name: steps.figures_of(found, made, name) for name in BY_HAND}
    return {name: line and tuple(line[part] for part in PARTS) for name, line in lines.items()}


def test_each_kpi_is_as_worked_out_by_hand(made):
    found = steps.data(made)
    assert by_hand(found, made) == BY_HAND


def test_a_kpi_says_where_it_belongs_and_what_it_counts(made):
    found = steps.data(made)
    first = found["kpis"][0]
    assert {name: first[name] for name in first if name not in PARTS} == {
        "contract": "HC-1",
        "kpi": 1,
        "priority": "LE",
        "directorate": made.contract.directorate.code,
        "measure": "LE2.2",
        "unit": "apprenticeships",
        "kind": "sum",
        "direction": "higher",
    }
    complaints = steps.figures_of(found, made, "lower")
    assert (complaints["priority"], complaints["measure"], complaints["direction"]) == (None, None, "lower")


def test_the_file_begins_with_its_format_and_its_days(made):
    found = steps.data(made)
    assert list(found) == [
        "format", "from", "to", "as_of", "kpis", "client_side", "measures", "priorities", "directorates", "total",
    ]  # fmt: skip
    assert [found[name] for name in ("format", "from", "to", "as_of")] == ["figures/1", "2025-04-01", "2025-09-30", "2025-11-03"]


def test_the_council_s_own_duties_are_in_a_list_of_their_own_and_in_no_total(made):
    found = steps.data(made)
    assert [k["kpi"] for k in found["client_side"]] == [made.kpis["own duty"].number]
    assert made.kpis["own duty"].number not in [k["kpi"] for k in found["kpis"]]
    # Twelve of the fourteen: one is not agreed, one the council's own
    assert found["total"] == {
        "kpis": 12, "on_target": 2, "below_target": 5, "below_minimum": 1, "not_reported": 1, "no_target": 1, "nothing_due": 2,
        "expected": 22, "reported": 17, "waiting": 1,
    }  # fmt: skip


def test_measures_join_kpis_and_a_level_stands_for_itself(made):
    found = {m["measure"]: m for m in steps.data(made)["measures"]}
    assert list(found["LE1.1"].items()) == [
        ("measure", "LE1.1"), ("unit", "people"), ("kind", "sum"), ("direction", "higher"), ("expected", 4), ("reported", 1),
        ("waiting", 1), ("value", "3"), ("target", "3"),
    ]  # fmt: skip
    values = {code: (m["reported"], m["value"], m["target"]) for code, m in found.items()}
    # In the framework's order; LE2.2 without the council's own duty
    assert values == {
        "LE1.1": (1, "3", "3"),
        "LE2.1": (2, "56.666667", "60"),
        "LE2.2": (2, "4", "6"),
        "LE3.1": (2, None, None),
        "CD1.1": (1, "2", "3"),
        "CD2.1": (1, "5", None),
        "CD3.1": (1, "3", "3"),
        "GE1.1": (1, "1", "3"),
        "GE2.1": (2, None, None),
        "GS2.1": (2, "0", "0"),
    }
    assert list(found) == list(values)


def test_priorities_and_directorates_add_up_to_the_whole(made):
    found = steps.data(made)
    codes = [p["priority"] for p in found["priorities"]]
    # A priority without any KPI is listed with noughts; what names none comes last
    assert codes == ["LE", "BK", "CD", "GE", "GS", None]
    assert found["priorities"][1] == {"priority": "BK", **dict.fromkeys(found["total"], 0)}
    for name, whole in found["total"].items():
        assert sum(p[name] for p in found["priorities"]) == whole
    assert found["directorates"] == [{"directorate": made.contract.directorate.code, **found["total"]}]


def test_a_correction_does_not_change_what_was_known_before_it(made):
    known = {
        day: steps.figures_of(steps.data(made, as_of=day), made, "corrected")
        for day in (date(2025, 9, 30), date(2025, 10, 1), steps.BEFORE_DUE)
    }
    # Until the end of September the three held, and the second quarter was not yet due
    assert [(k["expected"], k["reported"], k["value"], k["standing"]) for k in known.values()] == [
        (1, 1, "3", "on_target"),
        (1, 1, "1", "below_minimum"),
        (1, 1, "1", "below_minimum"),
    ]


@pytest.mark.parametrize(
    ("as_of", "expected", "late", "standing"),
    [
        (date(2025, 7, 19), 0, 0, "nothing_due"),
        (date(2025, 7, 20), 1, 0, "not_reported"),
        (date(2025, 7, 21), 1, 1, "not_reported"),
        (date(2025, 10, 20), 2, 1, "not_reported"),
        (date(2025, 10, 21), 2, 2, "not_reported"),
    ],
)
def test_a_return_is_owed_on_its_due_day_and_late_the_day_after(made, as_of, expected, late, standing):
    k = steps.figures_of(steps.data(made, as_of=as_of), made, "never sent")
    assert (k["expected"], k["late"], k["standing"]) == (expected, late, standing)


def test_a_period_belongs_to_the_span_in_which_its_last_day_lies(made):
    def expected(ends_on):
        line = steps.figures_of(steps.data(made, ends_on=ends_on), made, "sum")
        return line and line["expected"]

    assert [expected(date(2025, 6, 29)), expected(date(2025, 6, 30)), expected(date(2025, 9, 29))] == [None, 1, 1]


def test_kpis_come_by_contract_and_number(made):
    build.contract(made.scene, {"values": ["3", "3"]}, title="Aardvark care", reference="ZZ-9")
    build.contract(made.scene, {"values": ["3", "3"]}, title="Zebra care", reference="AA-1")
    found = steps.data(made)["kpis"]
    assert [(k["contract"], k["kpi"]) for k in found] == sorted((k["contract"], k["kpi"]) for k in found)
    assert {k["contract"] for k in found} == {"AA-1", "HC-1", "ZZ-9"}


def test_a_narrower_scope_is_a_smaller_file(made):
    other = made.council.directorates.create(name="Growth", code="GT")
    build.contract(made.scene, {"values": ["3", "3"]}, directorate=other, reference="GT-1")
    found = steps.data(made, directorate_id=other.pk)
    assert [k["contract"] for k in found["kpis"]] == ["GT-1"]
    assert found["directorates"] == [{"directorate": "GT", **found["total"]}]


def test_an_ended_contract_owes_no_period_that_began_after_its_last_day(made):
    Contract.objects.filter(pk=made.contract.pk).update(ended_on=date(2025, 6, 30), status="ended", ended_reason="Closed")
    assert steps.figures_of(steps.data(made), made, "sum")["expected"] == 1
    Contract.objects.filter(pk=made.contract.pk).update(ended_on=date(2025, 7, 1))
    assert steps.figures_of(steps.data(made), made, "sum")["expected"] == 2


def test_the_text_is_plain_and_ends_in_a_new_line(made):
    build.contract(made.scene, {"measure": "BK1.2", "values": [D("1.5"), None]}, reference="£-1")
    text = figures_json(made.scene.scope())
    assert text.isascii()
    assert text.endswith("}\n")
    assert '"value": "1.5"' in text


@pytest.mark.parametrize("contracts", [1, 3])
def test_the_number_of_queries_does_not_grow(contracts):
    scene = build.scene()
    for _ in range(contracts):
        build.contract(scene, {"values": ["3", "3"]}, {"measure": "GE1.1", "values": ["3", None]})
    with CaptureQueriesContext(connection) as queries:
        figures_data(scene.scope())
    assert len(queries) == 9
