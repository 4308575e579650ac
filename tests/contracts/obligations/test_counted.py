"""Two obligations on one measure: whether the same people are meant is asked, said in words, and counted so."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from contracts.obligations import services
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Obligation
from contracts.obligations.selectors.alike import alike, alike_to
from contracts.schedule.models import DueReturn
from measurement.figures.selectors import achievement
from measurement.figures.selectors.behind import due_rows
from measurement.figures.selectors.recomputed import differences
from measurement.figures.selectors.subjects import Subject
from measurement.reports.documents.sections.material import sources
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import measurement

CHANGED = "Somebody else saved this while you were working on it"
pytestmark = pytest.mark.django_db
WHY = "The bid says that the 25 are among the 60."


@pytest.fixture
def scene():
    with clock.at(measurement.SIGNED):
        yield measurement.scene()


def promise(scene, contract, code="LE2.2", **kpi) -> Obligation:
    measure = scene.measures[code] if code else None
    links = {"measure": measure, "outcome": measure.outcome, "priority": measure.outcome.priority} if measure else {}
    unit = {"unit": measure.unit, "direction": measure.direction} if measure else {}
    return build.obligation(contract, scene.who, kpi={**unit, **kpi}, **links)


@pytest.fixture
def two(scene):
    contract, _ = build.draft_contract(scene.who)
    return promise(scene, contract), promise(scene, contract)


def pairs(contract) -> list[tuple[str, list[str]]]:
    return [(one.obligation.code, [other.code for other in one.others]) for one in alike(contract)]


def test_the_later_ones_are_asked_about_the_earlier_ones(scene, two):
    first, second = two
    third = promise(scene, first.contract)
    assert pairs(first.contract) == [("O2", ["O1"]), ("O3", ["O1", "O2"])]
    assert [one.obligation for one in alike(first.contract) if one.is_open] == [second, third]
    assert alike_to(first) == []
    assert alike_to(third) == [first, second]


@pytest.mark.parametrize(
    "code, kpi",
    [
        ("", {}),
        ("CD2.1", {}),
        ("LE2.2", {"kind": "level"}),
        ("LE2.2", {"client_side": True}),
    ],
    ids=["no measure", "another measure", "not added up", "the council's own"],
)
def test_what_does_not_count_the_same_is_not_asked_about(scene, code, kpi):
    contract, _ = build.draft_contract(scene.who)
    promise(scene, contract)
    promise(scene, contract, code, **kpi)
    assert pairs(contract) == []


def test_one_that_has_ended_is_not_asked_about(two):
    first, second = two
    services.end_obligation(first, by=first.contract.manager, reason="The service became smaller.")
    assert alike_to(second) == []


def test_the_council_does_not_agree_before_it_is_said(two):
    first, second = two
    contract = first.contract
    services.agree(second, by=contract.delivering().get().memberships.get().user)
    second.refresh_from_db()
    with pytest.raises(
        Refused, match="Say first whether O2 comes on top of O1: they count the same, and nobody may be counted twice"
    ):
        services.agree(second, by=contract.manager)
    services.agree(first, by=contract.manager)
    services.say_counted(second, by=contract.manager, part_of=None, reason=WHY)
    second.refresh_from_db()
    assert services.agree(second, by=contract.manager).council_agreed_at


def test_what_was_said_stands_with_who_said_it_and_the_supplier_is_told(scene, two):
    first, second = two
    said = services.say_counted(second, by=scene.who.manager, part_of=first, reason=f" {WHY} ")
    assert (said.part_of, said.counted_reason, said.counted_by) == (first, WHY, scene.who.manager)
    told = scene.who.reporter.messages.get(key__startswith="obligation-counted:")
    assert told.subject == f"What obligation O2 counts: {first.contract.title}"
    assert "entered that obligation O2" in told.body
    assert "is counted within O1" in told.body
    assert told.private == f"{scene.who.manager} says why: {WHY}"
    assert not [one for one in alike(first.contract) if one.is_open]


def test_the_same_said_again_with_other_words_tells_and_asks_nobody(scene, two):
    first, second = two
    second = services.say_counted(second, by=scene.who.manager, part_of=first, reason=WHY)
    services.agree(second, by=scene.who.reporter)
    again = services.say_counted(
        Obligation.objects.get(pk=second.pk), by=scene.who.manager, part_of=first, reason="Page 3 of the bid says so."
    )
    assert again.supplier_agreed_at is not None
    assert again.counted_reason == "Page 3 of the bid says so."
    assert scene.who.reporter.messages.filter(key__startswith="obligation-counted:").count() == 1


def test_whoever_had_agreed_is_asked_again(scene, two):
    _, second = two
    services.agree(second, by=scene.who.reporter)
    second.refresh_from_db()
    said = services.say_counted(second, by=scene.who.manager, part_of=None, reason=WHY)
    said.refresh_from_db()
    assert said.supplier_agreed_at is None
    assert said.versions.get().supplier_agreed_by == scene.who.reporter


@pytest.mark.parametrize("reason", ["", "yes", "as agreed"])
def test_empty_words_are_refused(scene, two, reason):
    with pytest.raises(Refused, match="^Say how you know"):
        services.say_counted(two[1], by=scene.who.manager, part_of=None, reason=reason)


def test_only_an_earlier_one_that_counts_the_same_can_be_named(scene, two):
    first, second = two
    other = promise(scene, first.contract, "CD2.1")
    for wrong in (second, other):
        with pytest.raises(Refused, match="Choose an obligation that was entered before this one"):
            services.say_counted(second, by=scene.who.manager, part_of=wrong, reason=WHY)
    with pytest.raises(WrongState, match="No other obligation of this contract counts the same"):
        services.say_counted(first, by=scene.who.manager, part_of=None, reason=WHY)
    services.end_obligation(second, by=scene.who.manager, reason="The service became smaller.")
    with pytest.raises(WrongState, match="This obligation has ended"):
        services.say_counted(second, by=scene.who.manager, part_of=None, reason=WHY)


def test_it_is_about_the_version_that_was_read(scene, two):
    _, second = two
    services.reword(second, by=scene.who.manager, wording="Four.", reason="Both sides said four at the meeting.")
    with pytest.raises(Conflict, match=CHANGED):
        services.say_counted(second, by=scene.who.manager, part_of=None, reason=WHY, expected_version=second.version)


def test_the_database_wants_it_said(two):
    first, second = two
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.filter(pk=second.pk).update(part_of=first)


# 60 promised and delivered as 3 + 3, and 25 among them as 2 + 1


@pytest.fixture
def reported(scene):
    contract, who = build.draft_contract(scene.who)
    first, second = promise(scene, contract), promise(scene, contract)
    services.say_counted(second, by=who.manager, part_of=None, reason=WHY)
    for one in (first, second):
        one.refresh_from_db()
        services.agree(Obligation.objects.get(pk=one.pk), by=who.reporter)
        services.agree(Obligation.objects.get(pk=one.pk), by=who.manager)
    contract = build.register.start_contract(contract, by=who.manager)
    for one, values in ((first, ["3", "3"]), (second, ["2", "1"])):
        measurement.report(scene, one.kpis.get(), values)
    return contract, first, second


def delivered(scene, **narrower) -> list[tuple[int, int]]:
    """(delivered, target) of each measure."""
    figures = [one.figure(scene.scope()) for one in achievement(scene.scope(**narrower)).measures]
    return [(figure.value, figure.target) for figure in figures]


def subject(kind: str, scene, pk: int) -> Subject:
    return Subject(kind, pk, name="", council=scene.council.pk, word="")


def test_the_same_people_are_added_once(scene, reported):
    contract, first, second = reported
    with clock.at(measurement.NOW):
        assert delivered(scene) == [(9, 12)]
        services.say_counted(Obligation.objects.get(pk=second.pk), by=scene.who.manager, part_of=first, reason=WHY)
        assert delivered(scene) == [(6, 6)]
        # Both keep their own standing: the first is on target, the second is not
        tally = achievement(scene.scope()).total.tally
        assert (tally.kpis, tally.on_target, tally.below_minimum) == (2, 1, 1)
        assert differences(scene.scope()) == (2, [])
        rows = due_rows(subject("measure", scene, scene.measures["LE2.2"].pk), scene.scope(), scene.who.manager)
        assert set(rows.values_list("kpi__obligation", flat=True)) == {first.pk}
        priority = due_rows(
            subject("priority", scene, scene.measures["LE2.2"].outcome.priority_id), scene.scope(), scene.who.manager
        )
        assert set(priority.values_list("kpi__obligation", flat=True)) == {first.pk, second.pk}


def test_a_day_before_it_was_said_still_adds_them(scene, reported):
    """What a report froze then is recomputed as it was known then."""
    contract, first, second = reported
    with clock.at(measurement.NOW):
        services.say_counted(Obligation.objects.get(pk=second.pk), by=scene.who.manager, part_of=first, reason=WHY)
    before = measurement.NOW.date() - timedelta(days=1)
    with clock.at(measurement.NOW + timedelta(days=1)):
        assert delivered(scene, as_of=before) == [(9, 12)]
        assert differences(scene.scope(as_of=before)) == (2, [])
        until = datetime(2026, 1, 1, tzinfo=clock.LONDON)
        measure = scene.measures["LE2.2"].pk
        assert [s.measure for s in sources(scene.scope(as_of=before), until)] == [measure] * 4
        assert sorted((s.value, s.measure) for s in sources(scene.scope(), until) if s.measure is None) == [(1, None), (2, None)]


def test_what_is_kept_follows_at_once(scene, reported):
    from contracts.kept.models import KeptSum
    from contracts.kept.services import rebuild

    contract, first, second = reported
    measure = scene.measures["LE2.2"].pk
    with clock.at(measurement.NOW):
        rebuild(scene.council.pk)
        kept = KeptSum.objects.filter(council=scene.council, period="m12", measure=measure)
        assert sum(row.got for row in kept) == 90_000
        services.say_counted(Obligation.objects.get(pk=second.pk), by=scene.who.manager, part_of=first, reason=WHY)
        assert sum(row.got for row in kept.all()) == 60_000


def test_a_kpi_added_to_an_earlier_one_makes_the_later_one_ask(scene):
    contract, who = build.draft_contract(scene.who)
    measure = scene.measures["LE2.2"]
    links = {"measure": measure, "outcome": measure.outcome, "priority": measure.outcome.priority}
    first = services.add_obligation(
        contract, build.ObligationDetails(basis="required", wording="A.", source_note="S", **links), by=who.manager
    )
    promise(scene, contract)
    assert pairs(contract) == []
    terms = KpiTerms(wording="People", unit=measure.unit, frequency="quarter", direction=measure.direction)
    services.add_kpi(first, terms, by=who.manager)
    assert pairs(contract) == [("O2", ["O1"])]
    assert DueReturn.objects.filter(kpi__obligation=first).first().starts_on == date(2025, 4, 1)
