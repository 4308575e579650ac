"""Figures of a council by hand."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.performance.rows import Counts
from contracts.register.models import Contract
from measurement.figures import selectors
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors.league import ContractLines
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
        {"measure": "GS1.1", "kind": "level", "target": D(80), "minimum": D(70), "values": ["60", "85"]},
    )
    build.contract(scene, {"values": ["4", None]})
    found = selectors.achievement(scene.scope())
    # 3 + 1 of 6 reaches the minimum of 4; 4 of 3 is on target, its second quarter late; 60 for 91 days and 85 for 92 are 72.6
    assert line(found, "Local Employment").tally == Tally(kpis=2, on_target=1, below_target=1, expected=4, reported=3, late=1)
    assert line(found, "Green and Sustainable").tally == Tally(kpis=1, below_target=1, expected=2, reported=2)
    assert found.total.tally == Tally(kpis=3, on_target=1, below_target=2, expected=6, reported=5, late=1)
    assert found.contracts == 2
    [apprentices] = line(found, "Local Employment").quantities
    # 12 were due by now; 9 in the quarters that were reported; the missing quarter is no nought
    assert (apprentices.value, apprentices.compared, apprentices.target, apprentices.promised) == (8, 8, 9, 12)
    assert (apprentices.counts, apprentices.unit) == (Counts(4, 3, 0, 1), "apprenticeships")
    # A level is never joined over contracts
    [level] = line(found, "Green and Sustainable").quantities
    assert (level.value, level.target, level.promised, level.counts) == (None, None, None, Counts(2, 2, 0, 0))


def test_priorities_come_in_the_frameworks_order_even_without_contracts(scene):
    names = [p.name for p in selectors.achievement(scene.scope()).priorities]
    assert names == ["Local Employment", "Buy Kent First", "Community Development", "Good Employer", "Green and Sustainable"]


def test_what_waits_for_verification_stays_outside_the_figure(scene):
    build.contract(scene, {"values": ["3", ("50",)]})
    found = selectors.achievement(scene.scope())
    assert found.total.tally == Tally(kpis=1, on_target=1, expected=2, reported=1, waiting=1)
    assert line(found, "Local Employment").quantities[0].value == 3


def test_a_return_that_never_came_is_missing_and_not_below_anything(scene):
    build.contract(scene, {"values": [None, None]})
    found = selectors.achievement(scene.scope())
    assert found.total.tally == Tally(kpis=1, not_reported=1, expected=2, late=2)
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
    assert selectors.achievement(scene.scope()).total.tally == Tally(kpis=1, on_target=1, expected=2, reported=2)
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
    assert {d.name: (d.tally.on_target, d.tally.below_minimum) for d in found.directorates} == {
        scene.council.directorates.exclude(pk=other.pk).get().name: (1, 0),
        "Growth": (0, 1),
    }
    assert selectors.achievement(scene.scope(directorate_id=other.pk)).total.tally.below_minimum == 1


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
    build.contract(scene, {"values": ["3", "2"]}, title="Below target")
    lines = ContractLines(scene.scope(), attention=True)
    assert [(c.title, c.tally.below_minimum, c.tally.below_target, c.tally.late) for c in lines[0:10]] == [
        ("Worst", 2, 0, 1), ("Late", 0, 0, 1), ("Below target", 0, 1, 0),
    ]  # fmt: skip
    assert len(lines) == 3
    assert [c.title for c in ContractLines(scene.scope(), order="title")[0:10]] == ["Below target", "Fine", "Late", "Worst"]
    assert [c.pk for c in ContractLines(scene.scope())[3:4]] == [fine.pk]
    assert [w for w, _ in lines[0:1][0].concerns] == ["Below minimum", "Late"]
    assert lines[0:1][0].concerns[1][1] == "1 return late, the oldest due on 20 October 2025"


def test_ending_and_without_kpis(scene):
    build.contract(scene, title="Nothing measured")
    build.contract(scene, {"values": ["3", "3"]}, title="Ending", ends_on=date(2026, 3, 31))
    words = {c.title: [w for w, _ in c.concerns] for c in ContractLines(scene.scope(), attention=True)[0:10]}
    assert words == {"Nothing measured": ["No KPI"], "Ending": ["Ending soon"]}


def test_nobody_misses_a_manager_below_fifty_thousand_pounds_or_after_the_end(scene):
    build.contract(scene, {"values": ["3", "3"]}, title="Small", total_value=D(49_999), manager=None, lead_director=None)
    large = build.contract(scene, {"values": ["3", "3"]}, title="Large")
    Contract.objects.filter(pk=large.pk).update(manager=None, unowned=True)
    assert [(c.title, [w for w, _ in c.concerns]) for c in ContractLines(scene.scope(), attention=True)[0:10]] == [
        ("Large", ["No manager"])
    ]
    later = scene.scope(as_of=date(2028, 4, 1))
    assert [
        w for c in ContractLines(later, order="title")[0:10] for w, _ in c.concerns if w in ("No manager", "Ending soon")
    ] == []


def test_the_council_s_own_duties_are_in_no_total(scene):
    build.contract(scene, {"values": ["3", "3"]}, {"values": [None, None], "client_side": True})
    found = selectors.achievement(scene.scope())
    assert found.total.tally == Tally(kpis=1, on_target=1, expected=2, reported=2)
    assert [f.value for p in found.priorities for f in p.quantities] == [6]
    assert [c.tally.late for c in ContractLines(scene.scope())[0:5]] == [0]


def test_a_measure_is_joined_by_its_code_over_the_versions_of_its_framework(scene):
    build.contract(scene, {"values": ["3", "3"]})
    old = scene.measures["LE2.2"]
    copy = new_version(old)
    build.contract(build.Scene(scene.who, scene.preparer, scene.approver, {"LE2.2": copy}), {"values": ["4", "4"]})
    found = selectors.achievement(scene.scope())
    [apprentices] = line(found, "Local Employment").quantities
    assert (apprentices.value, apprentices.target, apprentices.counts.reported) == (14, 12, 4)
    assert apprentices.ids == {old.pk, copy.pk}
    assert apprentices.key == "measure:buy-kent-first:LE2.2:apprenticeships:sum:higher".replace(
        "buy-kent-first", old.outcome.priority.version.framework.code
    )


def new_version(measure):
    """The same priority, outcome and measure in another version of the framework."""
    priority = measure.outcome.priority
    version = priority.version.framework.versions.create(number=priority.version.number + 1)
    again = version.priorities.create(code=priority.code, name=priority.name)
    outcome = again.outcomes.create(code=measure.outcome.code, name=measure.outcome.name)
    return outcome.measures.create(code=measure.code, name="Apprentices", unit=measure.unit, direction=measure.direction)


def test_one_measure_in_two_directions_is_two_lines(scene):
    build.contract(scene, {"values": ["3", "1"]}, {"values": ["5", "5"], "direction": "lower", "minimum": D(4)})
    found = selectors.achievement(scene.scope())
    assert [(f.direction, f.said) for f in line(found, "Local Employment").quantities] == [
        ("higher", "4 of the 6 apprenticeships promised"),
        ("lower", "10 apprenticeships, at most 6 agreed"),
    ]


@pytest.mark.parametrize("contracts", [1, 3])
def test_query_count_does_not_grow(scene, contracts):
    for _ in range(contracts):
        build.contract(scene, {"values": ["3", "3"]}, {"measure": "GE1.1", "values": ["3", None]})
    with CaptureQueriesContext(connection) as queries:
        selectors.achievement(scene.scope())
    assert len(queries) == 5


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
