"""Figures of a council: hand-worked, and the statement against the pure arithmetic on many rows."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.performance.lateness import is_overdue
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from measurement.bench.rows import make
from measurement.figures import selectors
from measurement.figures.calculations.figures import Reading, combine, rating
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors import league
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import Scope, last_months
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return build.scene()


def line(found, name):
    return next(p for p in found.priorities if p.name == name)


def test_promised_and_delivered_by_hand(scene):
    build.contract(
        scene,
        {"values": ["3", "1"]},
        {"measure": "GS1.1", "kind": "latest", "target": D(80), "minimum": D(70), "values": ["60", "85"]},
    )
    build.contract(scene, {"values": ["4", None]})
    found = selectors.achievement(scene.scope())
    # 3 + 1 of 6 is above the minimum of 4; 4 of 3 is on target, its second quarter unreported; the latest 85 reaches 80
    assert line(found, "Local Employment").tally == Tally(kpis=2, green=1, amber=1, expected=4, reported=3)
    assert line(found, "Green and Sustainable").tally == Tally(kpis=1, green=1, expected=2, reported=2)
    assert found.total.tally == Tally(kpis=3, green=2, amber=1, expected=6, reported=5)
    [apprentices] = line(found, "Local Employment").quantities
    # Promised 12 in all; 9 in the quarters that were reported; the missing quarter is no nought
    assert (apprentices.value, apprentices.target_reported, apprentices.target) == (8, 9, 12)
    assert (apprentices.reported, apprentices.expected, apprentices.unit) == (3, 4, "apprenticeships")
    # A percentage is never added up
    assert line(found, "Green and Sustainable").quantities == []


def test_priorities_come_in_the_frameworks_order_even_without_contracts(scene):
    names = [p.name for p in selectors.achievement(scene.scope()).priorities]
    assert names == ["Local Employment", "Buy Kent First", "Community Development", "Good Employer", "Green and Sustainable"]


def test_what_waits_for_verification_stays_outside_the_figure(scene):
    build.contract(scene, {"values": ["3", ("50",)]})
    found = selectors.achievement(scene.scope())
    assert found.total.tally == Tally(kpis=1, green=1, expected=2, reported=1, waiting=1)
    assert line(found, "Local Employment").quantities[0].value == 3


def test_a_return_that_never_came_is_missing_not_red(scene):
    build.contract(scene, {"values": [None, None]})
    found = selectors.achievement(scene.scope())
    assert found.total.tally == Tally(kpis=1, missing=1, expected=2)
    assert line(found, "Local Employment").quantities[0].value is None


def test_a_return_not_yet_due_is_not_owed(scene):
    build.contract(scene, {"values": ["3"]})
    # The second quarter ended on 30 September; its return is due on 20 October
    assert selectors.achievement(scene.scope(as_of=date(2025, 10, 19))).total.tally.expected == 1
    assert selectors.achievement(scene.scope(as_of=date(2025, 10, 20))).total.tally.expected == 2


def test_drafts_other_councils_and_other_months_do_not_count(scene):
    build.contract(scene, {"values": ["3", "3"]})
    other = build.scene()
    build.contract(other, {"values": ["1", "1"]})
    build.contracts.draft_contract(scene.who)
    assert selectors.achievement(scene.scope()).total.tally == Tally(kpis=1, green=1, expected=2, reported=2)
    assert selectors.achievement(scene.scope(ends_on=date(2025, 6, 30))).total.tally.expected == 1


def test_without_a_priority_is_shown_last_so_that_lines_add_up(scene):
    build.contract(scene, {"measure": "", "unit": "days", "values": ["3", "3"]}, {"values": ["3", "3"]})
    found = selectors.achievement(scene.scope())
    assert found.priorities[-1].name == "No priority named"
    assert sum((p.tally for p in found.priorities), Tally()) == found.total.tally


def test_directorates_and_filter(scene):
    other = scene.council.directorates.create(name="Growth", code="GT")
    build.contract(scene, {"values": ["3", "3"]})
    build.contract(scene, {"values": ["0", "0"]}, directorate=other)
    found = selectors.achievement(scene.scope())
    assert {d.name: (d.tally.green, d.tally.red) for d in found.directorates} == {
        scene.council.directorates.exclude(pk=other.pk).get().name: (1, 0),
        "Growth": (0, 1),
    }
    assert selectors.achievement(scene.scope(directorate_id=other.pk)).total.tally.red == 1


def test_quarters_leave_gaps(scene):
    build.contract(scene, {"values": ["3", None, "1"]})
    trend = selectors.quarters(scene.scope(ends_on=date(2026, 1, 31), as_of=date(2026, 2, 1)))
    assert [(q.label, q.share) for q in trend] == [
        ("Apr to Jun 2025", 100),
        ("Jul to Sep 2025", None),
        ("Oct to Dec 2025", 0),
    ]


def test_worst_first(scene):
    fine = build.contract(scene, {"values": ["3", "3"]}, title="Fine")
    build.contract(scene, {"values": ["0", "0"]}, {"values": ["0", None]}, title="Worst")
    build.contract(scene, {"values": ["3", None]}, title="Late")
    lines = ContractLines(scene.scope(), attention=True)
    assert [(c.title, c.tally.red, c.overdue) for c in lines[0:10]] == [("Worst", 2, 1), ("Late", 0, 1)]
    assert len(lines) == 2
    assert [c.title for c in ContractLines(scene.scope(), order="title")[0:10]] == ["Fine", "Late", "Worst"]
    assert [c.pk for c in ContractLines(scene.scope())[2:3]] == [fine.pk]


def test_ending_and_without_indicators(scene):
    build.contract(scene, title="Nothing measured")
    build.contract(scene, {"values": ["3", "3"]}, title="Ending", ends_on=date(2026, 3, 31))
    words = {c.title: [w for w, _ in c.concerns] for c in ContractLines(scene.scope(), attention=True)[0:10]}
    assert words == {"Nothing measured": ["No indicators"], "Ending": ["Ending soon"]}


def test_the_statement_agrees_with_the_pure_arithmetic():
    """Two ways to the same tallies, over some thousand rows of every fate."""
    today = date(2026, 11, 20)
    made = make(30, today)
    scope = Scope(made.council.pk, *last_months(4, today), today)
    tallies = defaultdict(Tally)
    rows = DueReturn.objects.filter(ends_on__range=(scope.starts_on, scope.ends_on)).select_related("kpi__obligation__priority")
    verified = {r.due_id: r.value for r in Return.objects.filter(status="verified")}
    waiting = set(Return.objects.filter(status="submitted").values_list("due_id", flat=True))
    by_kpi = defaultdict(list)
    for row in rows:
        if row.due_on <= today or row.pk in verified or row.pk in waiting:
            by_kpi[row.kpi].append(row)
    for kpi, mine in by_kpi.items():
        values = [Reading(r.ends_on.toordinal(), verified[r.pk], r.target, r.minimum) for r in mine if r.pk in verified]
        grade = rating(combine(values, kpi.kind), kpi.direction)
        tallies[kpi.obligation.priority.name] += Tally(
            kpis=1, expected=len(mine), reported=len(values), waiting=sum(r.pk in waiting for r in mine), **{grade: 1}
        )
    found = selectors.achievement(scope)
    assert {p.name: p.tally for p in found.priorities} == dict(tallies)
    assert found.total.tally.red
    assert found.total.tally.missing
    assert sum(t.kpis for t in tallies.values()) > 150


def test_the_statement_counts_as_overdue_what_the_schedule_does():
    """SQL beside the queryset and the pure rule, on the days around many due dates of rows of every fate."""
    today = date(2026, 11, 20)
    made = make(12, today)
    around = DueReturn.objects.filter(due_on__lte=today).order_by("-due_on").values_list("due_on", flat=True).distinct()[:6]
    for day in sorted({due + timedelta(days=n) for due in around for n in (-1, 0, 1)}):
        scope = Scope(made.council.pk, date(2015, 1, 1), today, day)
        counted = {c.pk: (c.overdue, c.oldest) for c in ContractLines(scope, order="title")[0:500] if c.overdue}
        late = defaultdict(list)
        for pk, due_on in DueReturn.objects.overdue(day).values_list("kpi__obligation__contract", "due_on"):
            assert is_overdue(due_on, day)
            late[pk].append(due_on)
        assert counted == {pk: (len(days), min(days)) for pk, days in late.items()}, day
    assert counted


@pytest.mark.parametrize("contracts", [1, 3])
def test_query_count_does_not_grow(scene, contracts):
    for _ in range(contracts):
        build.contract(scene, {"values": ["3", "3"]}, {"measure": "GE1.1", "values": ["3", None]})
    with CaptureQueriesContext(connection) as queries:
        selectors.achievement(scene.scope())
    assert len(queries) == 4


def test_each_figure_leads_to_its_returns(scene, client):
    build.contract(scene, {"values": ["3", ("2",)]})
    client.force_login(people.fresh(scene.who.manager))
    found = selectors.achievement(scene.scope())
    [measure] = line(found, "Local Employment").quantities
    for url in (found.total.url, line(found, "Local Employment").url, measure.url, found.directorates[0].url):
        page = client.get(url).content.decode()
        assert str(scene.who.reporter) in page
        assert "Waiting to be verified" in page
        assert "2 returns" in page


@pytest.mark.parametrize(
    ("text", "page"),
    [(None, 1), ("", 1), ("0", 1), ("1", 1), ("7", 7), ("-2", 1), ("x", 1), ("999999999", 999_999_999), ("9" * 10, 1)],
)
def test_a_page_s_number_is_read_or_is_the_first(text, page):
    assert league._page_number(text) == page
