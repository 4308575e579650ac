"""The kick-off meeting: words on every point, confirmed by the supplier about the version it read."""

import copy
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from contracts.handover.enums import ASKED, Point
from contracts.handover.models import KickOff
from contracts.handover.needs import needs
from contracts.handover.selectors.facts import facts_of
from contracts.handover.services import agree_minute, keep_minute
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.services import add_kpi
from contracts.returns.models import ReturnMapping
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from tests.builders import chain, people
from tests.builders import contracts as build

CHANGED = "Somebody else saved this while you were working on it"
MUST_EDIT = "Your role does not include"
pytestmark = pytest.mark.django_db
WORDS = "Both sides read it together and agree what it means."
SAID = {point.value: f"{WORDS} {point.label}" for point in Point}
MET = date(2025, 4, 3)


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 4, 10, 9, tzinfo=clock.LONDON)):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    return build.active_contract()


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def keep(contract, by, **other) -> KickOff:
    fields = {"held_on": MET, "council_people": "Contract manager", "supplier_people": "Service lead", "answers": SAID}
    return keep_minute(contract, by=by, **{**fields, **other})


def test_every_point_is_asked_for():
    assert set(ASKED) == set(Point)


def test_it_is_kept_and_the_supplier_is_told(stage):
    contract, who = stage
    kept = keep(contract, who.manager)
    assert (kept.held_on, kept.council_people, kept.supplier_people) == (MET, "Contract manager", "Service lead")
    assert kept.points == [(str(point.label), f"{WORDS} {point.label}") for point in Point]
    told = who.reporter.messages.get(key__startswith="kick-off:")
    assert told.subject == "What the kick-off settled: Carers’ short breaks"
    assert told.url == reverse("contract-kickoff", args=[contract.pk])
    assert AuditEvent.objects.get(verb="minute kick-off").sentence == "entered what the kick-off settled"


def test_every_empty_answer_is_named_at_once(stage):
    contract, who = stage
    with pytest.raises(Refused, match="Say what was settled") as refused:
        keep(contract, who.manager, answers={**SAID, "burden": "ok", "trouble": ""}, held_on=date(2025, 4, 11))
    assert [field for field, _ in refused.value.problems] == ["held_on", "burden", "trouble"]
    assert not KickOff.objects.exists()


@pytest.mark.parametrize("said", [".", "-", "12", "ab", " "])
@pytest.mark.parametrize("field", ["council_people", "supplier_people"])
def test_who_was_there_is_said_in_letters(stage, field, said):
    contract, who = stage
    with pytest.raises(Refused, match="Say which posts were there") as refused:
        keep(contract, who.manager, **{field: said})
    assert [name for name, _ in refused.value.problems] == [field]
    assert getattr(keep(contract, who.manager, **{field: "CEO"}), field) == "CEO"


def test_today_is_a_day_that_has_been(stage):
    contract, who = stage
    assert keep(contract, who.manager, held_on=date(2025, 4, 10)).held_on == date(2025, 4, 10)


def test_the_supplier_says_that_it_was_so_once(stage):
    contract, who = stage
    kept = keep(contract, who.manager)
    agreed = agree_minute(kept, by=who.reporter)
    assert (agreed.agreed_by, agreed.agreed_at) == (who.reporter, clock.now())
    with pytest.raises(WrongState, match="Your side has said already"):
        agree_minute(agreed, by=who.reporter)


def test_a_change_asks_the_supplier_again(stage):
    contract, who = stage
    read = keep(contract, who.manager)
    agree_minute(read, by=who.reporter)
    changed = keep(contract, who.manager, answers={**SAID, "trouble": "Ring the contract manager within a day."})
    assert (changed.agreed_at, changed.agreed_by) == (None, None)
    assert AuditEvent.objects.filter(verb="minute kick-off").latest("pk").sentence == "changed what the kick-off settled"
    with pytest.raises(Conflict, match=CHANGED):
        agree_minute(changed, by=who.reporter, expected_version=read.version)


def test_the_same_again_changes_nothing(stage):
    contract, who = stage
    agree_minute(keep(contract, who.manager), by=who.reporter)
    assert keep(contract, who.manager).agreed_by == who.reporter
    assert who.reporter.messages.filter(key__startswith="kick-off:").count() == 1


def test_two_managers_do_not_overwrite_each_other(stage):
    contract, who = stage
    first = keep(contract, who.manager, expected_version=0)
    with pytest.raises(Conflict, match=CHANGED):
        keep(contract, who.manager, held_on=date(2025, 4, 4), expected_version=0)
    with pytest.raises(Conflict, match=CHANGED):
        keep(contract, who.manager, held_on=date(2025, 4, 4), expected_version=first.version + 1)
    assert KickOff.objects.get().held_on == MET


def test_who_may(stage):
    contract, who = stage
    for other in (who.reporter, who.member, people.person(people.council(), Role.CONTRACT_MANAGER)):
        with pytest.raises(NotAllowed, match=MUST_EDIT):
            keep(contract, other)
    kept = keep(contract, who.manager)
    for other in (who.manager, people.person(people.supplier(), Role.SUPPLIER)):
        with pytest.raises(NotAllowed, match="The contract’s supplier says whether this is what was settled"):
            agree_minute(kept, by=other)
    assert list(KickOff.objects.visible_to(who.reporter)) == [kept]
    assert not KickOff.objects.visible_to(people.person(people.supplier(), Role.SUPPLIER)).exists()


def test_the_database_wants_a_person_who_agreed(stage):
    contract, who = stage
    keep(contract, who.manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        KickOff.objects.update(agreed_at=clock.now())


# The facts beside the points


def test_facts_of_a_contract_with_two_rhythms(stage, django_assert_num_queries):
    contract, who = stage
    obligation = contract.obligations.get()
    for terms in (
        KpiTerms(wording="Placements", unit="placements", frequency="year"),
        KpiTerms(wording="Visits", unit="visits", frequency="month", client_side=True),
    ):
        add_kpi(obligation, terms, by=who.manager)
    with django_assert_num_queries(8):
        facts = facts_of(contract)
    assert facts == {
        "meaning": "1 obligation with 2 KPIs; both sides have agreed 0 of them.",
        "contacts": f"Contract manager: {who.manager}. {who.supplier}: 1 person can sign in and report.",
        # Four quarters and one year; the council's own monthly figure is none of the supplier's
        "burden": "The supplier reports 5 figures a year, at 4 dates. The first is due on 20 July 2025.",
        "own_records": "The supplier has not used its own report yet.",
    }


def test_facts_where_nobody_can_report_and_nothing_is_asked():
    contract, who = build.draft_contract(manager=None, total_value=Decimal(40000), lead_director=None)
    type(who.reporter).objects.filter(pk=who.reporter.pk).update(is_active=False)
    ReturnMapping.objects.create(contract=contract, by=who.manager)
    facts = facts_of(contract)
    assert facts["contacts"] == f"No contract manager is named. {who.supplier}: nobody can sign in yet."
    assert facts["own_records"] == "The headings of the supplier’s own report are kept: the file can be used."
    assert facts["meaning"] == "0 obligations with 0 KPIs; both sides have agreed 0 of them."
    assert "burden" not in facts


# When the manager is asked for it


def asked(user) -> list[str]:
    return [n.text for n in needs(people.fresh(user), clock.now()) if "kick-off" in n.text]


def test_the_manager_of_an_awarded_contract_is_asked_around_its_first_day():
    done = chain.journey()
    contract, manager = done.contract, done.contract.manager
    text = f"Write down what the kick-off of {contract.title} settled"
    first = datetime(contract.starts_on.year, contract.starts_on.month, contract.starts_on.day, 9, tzinfo=clock.LONDON)
    for days, wanted in ((-31, []), (-30, [text]), (90, [text]), (91, [])):
        with clock.at(first + timedelta(days=days)):
            assert asked(manager) == wanted, days
    with clock.at(first + timedelta(days=10)):
        keep(contract, manager, held_on=contract.starts_on)
        assert asked(manager) == []


def test_of_a_contract_from_before_nobody_is_asked(stage):
    _, who = stage
    assert asked(who.manager) == []
