"""“That is not what we offered”: said in words, answered or settled, and nothing is agreed over it."""

import copy
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.enums import ObjectionOutcome
from contracts.obligations.models import Objection, Obligation
from contracts.obligations.needs import needs
from contracts.register.services import start_contract
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people

CHANGED = "Somebody else saved this while you were working on it"
MUST_EDIT = "Your role does not include"
pytestmark = pytest.mark.django_db
WORDS = "Our bid offered two apprenticeships a quarter, not three."
ANSWER = "Page 4 of the bid says three apprenticeships a quarter."


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 3, 10, 9, tzinfo=clock.LONDON)):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    contract, who = build.draft_contract()
    return build.obligation(contract, who), who


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def fresh(obligation) -> Obligation:
    return Obligation.objects.get(pk=obligation.pk)


def asked(user) -> list[str]:
    return [need.text for need in needs(people.fresh(user), clock.now())]


def test_it_is_kept_with_the_words_that_were_read_and_the_manager_is_told(stage):
    obligation, who = stage
    objection = services.object_to(obligation, by=who.reporter, words=f"  {WORDS} ")
    assert (objection.wording, objection.words, objection.by) == (obligation.wording, WORDS, who.reporter)
    assert (objection.outcome, objection.closed_at, objection.answer) == (ObjectionOutcome.OPEN, None, "")
    told = who.manager.messages.get()
    assert told.subject == "Not what the supplier offered: obligation O1 of Carers’ short breaks"
    assert told.private == f"{who.reporter} says: {WORDS}"
    assert WORDS not in told.body
    assert told.url == f"{reverse('contract-handover', args=[obligation.contract_id])}#obligation-{obligation.pk}"
    event = AuditEvent.objects.get(verb="object to obligation")
    assert (event.sentence, event.reason) == ("said that obligation O1 is not what was offered", WORDS)


def test_a_manager_who_has_left_is_not_told(stage):
    obligation, who = stage
    who.manager.is_active = False
    who.manager.save()
    services.object_to(fresh(obligation), by=who.reporter, words=WORDS)
    assert not who.manager.messages.exists()


@pytest.mark.parametrize("words", ["", "no", "ok ok ok", "...", "not agreed"])
def test_words_that_say_nothing_are_refused(stage, words):
    obligation, who = stage
    with pytest.raises(Refused, match="^Say what differs from what you offered"):
        services.object_to(obligation, by=who.reporter, words=words)
    assert not Objection.objects.exists()


def test_one_at_a_time(stage):
    obligation, who = stage
    services.object_to(obligation, by=who.reporter, words=WORDS)
    with pytest.raises(WrongState, match="You have said already that this is not what you offered"):
        services.object_to(fresh(obligation), by=who.reporter, words=WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(obligation=obligation, wording="x", words="y", by=who.reporter)


def test_an_obligation_that_the_supplier_agreed_is_not_objected_to(stage):
    obligation, who = stage
    services.agree(obligation, by=who.reporter)
    with pytest.raises(WrongState, match="Your side has agreed this obligation already"):
        services.object_to(fresh(obligation), by=who.reporter, words=WORDS)


def test_it_is_about_the_version_that_was_read(stage):
    obligation, who = stage
    services.reword(obligation, by=who.manager, wording="Four a quarter.", reason="Both sides said four at the meeting.")
    with pytest.raises(Conflict, match=CHANGED):
        services.object_to(obligation, by=who.reporter, words=WORDS, expected_version=obligation.version)
    assert not Objection.objects.exists()


def test_whoever_read_the_obligation_before_does_not_agree_it_after(stage):
    obligation, who = stage
    services.object_to(obligation, by=who.reporter, words=WORDS)
    with pytest.raises(Conflict, match=CHANGED):
        services.agree(obligation, by=who.manager, expected_version=obligation.version)


def test_the_council_does_not_agree_over_it_and_the_contract_does_not_start(stage):
    obligation, who = stage
    services.object_to(obligation, by=who.reporter, words=WORDS)
    with pytest.raises(WrongState, match="The supplier says that this is not what it offered"):
        services.agree(fresh(obligation), by=who.manager)
    with pytest.raises(Refused, match="1 obligation is still open"):
        start_contract(obligation.contract, by=who.manager)


def test_the_answer_leaves_it_as_it_is_and_asks_the_supplier_again(stage):
    obligation, who = stage
    objection = services.object_to(obligation, by=who.reporter, words=WORDS)
    assert asked(who.reporter) == []
    assert asked(who.manager) == [f"Answer the supplier: O1 of {obligation.contract.title} is not what it offered"]
    with clock.at(datetime(2025, 3, 12, 9, tzinfo=clock.LONDON)):
        closed = services.answer_objection(objection, by=who.manager, answer=f" {ANSWER}")
        assert (closed.outcome, closed.answer, closed.closed_by) == (ObjectionOutcome.KEPT, ANSWER, who.manager)
        assert closed.closed_at.astimezone(clock.LONDON).date() == date(2025, 3, 12)
        told = who.reporter.messages.get()
        assert told.subject == f"The council answered about obligation O1: {obligation.contract.title}"
        assert told.private == f"{who.manager} answers: {ANSWER}"
        once = [f"Agree 1 obligation of {obligation.contract.title}"]
        assert (asked(who.reporter), asked(who.manager)) == (once, once)
        # It may say so again, or agree
        services.object_to(fresh(obligation), by=who.reporter, words=WORDS)
        assert Objection.objects.open().count() == 1


@pytest.mark.parametrize("answer", ["", "no", "as discussed"])
def test_an_answer_that_says_nothing_is_refused(stage, answer):
    obligation, who = stage
    objection = services.object_to(obligation, by=who.reporter, words=WORDS)
    with pytest.raises(Refused, match="^Say why the obligation stays as it is"):
        services.answer_objection(objection, by=who.manager, answer=answer)
    assert Objection.objects.get().is_open


def test_it_is_answered_once(stage):
    obligation, who = stage
    objection = services.object_to(obligation, by=who.reporter, words=WORDS)
    services.answer_objection(objection, by=who.manager, answer=ANSWER)
    with pytest.raises(WrongState, match="This objection is closed: “The council answered”"):
        services.answer_objection(objection, by=who.manager, answer=ANSWER)


def agree(obligation, who):
    services.agree(obligation, by=who.reporter)


def reword(obligation, who):
    services.reword(obligation, by=who.manager, wording="Two a quarter.", reason="The bid offered two, the supplier is right.")


def change_kpi(obligation, who):
    services.edit_kpi(obligation.kpis.get(), by=who.manager, target=Decimal(2), minimum=Decimal(1))


def add_kpi(obligation, who):
    terms = KpiTerms(wording="Apprenticeships finished", unit="apprenticeships", frequency="year")
    services.add_kpi(obligation, terms, by=who.manager)


def end(obligation, who):
    services.end_obligation(obligation, by=who.manager, reason="The bid never offered it at all.")


@pytest.mark.parametrize(
    "settle, outcome, by",
    [
        (agree, ObjectionOutcome.AGREED, "reporter"),
        (reword, ObjectionOutcome.CHANGED, "manager"),
        (change_kpi, ObjectionOutcome.CHANGED, "manager"),
        (add_kpi, ObjectionOutcome.CHANGED, "manager"),
        (end, ObjectionOutcome.ENDED, "manager"),
    ],
)
def test_what_settles_it_without_an_answer(stage, settle, outcome, by):
    obligation, who = stage
    services.object_to(obligation, by=who.reporter, words=WORDS)
    settle(fresh(obligation), who)
    closed = Objection.objects.get()
    assert (closed.outcome, closed.closed_by, closed.answer) == (outcome, getattr(who, by), "")
    assert asked(who.manager) == [] or "Answer" not in asked(who.manager)[0]


def test_a_change_that_is_taken_back_settles_it_too():
    contract, who = build.active_contract()
    obligation, kpi = contract.obligations.get(), contract.obligations.get().kpis.get()
    services.edit_kpi(kpi, by=who.manager, target=Decimal(9), reason="The service grew by a third.")
    services.object_to(fresh(obligation), by=who.reporter, words=WORDS)
    services.withdraw_change(kpi.changes.get(), by=who.manager, reason="The supplier never offered nine of them.")
    assert Objection.objects.get().outcome == ObjectionOutcome.CHANGED
    assert fresh(obligation).is_agreed


@pytest.mark.parametrize(
    "columns",
    [
        {"outcome": "kept", "answer": "", "closed_at": datetime(2025, 3, 10, tzinfo=clock.LONDON)},
        {"outcome": "kept", "answer": "Because it was so."},
        {"outcome": "open", "closed_at": datetime(2025, 3, 10, tzinfo=clock.LONDON)},
    ],
    ids=["answered without words", "closed without a day", "open with a day"],
)
def test_the_database_holds_what_an_objection_is(stage, columns):
    obligation, who = stage
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(obligation=obligation, wording="x", words=WORDS, by=who.reporter, **columns)


def test_another_supplier_and_another_council_say_nothing(stage):
    obligation, who = stage
    outsider = people.person(people.supplier(), Role.SUPPLIER)
    with pytest.raises(NotAllowed, match="The contract’s supplier says whether an obligation is what it offered"):
        services.object_to(obligation, by=outsider, words=WORDS)
    objection = services.object_to(obligation, by=who.reporter, words=WORDS)
    elsewhere = people.person(people.council(), Role.CONTRACT_MANAGER)
    with pytest.raises(NotAllowed, match=MUST_EDIT):
        services.answer_objection(objection, by=elsewhere, answer=ANSWER)
    assert not Objection.objects.visible_to(outsider).exists()
    assert not Objection.objects.visible_to(elsewhere).exists()
    assert list(Objection.objects.visible_to(who.reporter)) == [objection]


def test_it_is_not_gone_round_by_recording_the_contract_as_signed(stage):
    obligation, who = stage
    services.object_to(obligation, by=who.reporter, words=WORDS)
    with pytest.raises(Refused, match="The supplier says that this is not what it offered"):
        services.record_as_signed(obligation.contract, by=who.manager, note="Schedule 12 of the contract")
    with pytest.raises(WrongState, match="The supplier says that this is not what it offered"):
        services.bring_over_agreement(fresh(obligation), by=who.manager, agreed_on=date(2025, 3, 1))
    other = build.obligation(obligation.contract, who)
    assert services.record_as_signed(obligation.contract, by=who.manager, note="Schedule 12 of the contract") == 1
    assert (fresh(other).is_agreed, fresh(obligation).is_proposed) == (True, True)
