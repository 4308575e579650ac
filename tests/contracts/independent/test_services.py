"""An independent look is asked for, answered, entered for a body outside; what does not agree is a question and no change."""

import copy
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from contracts.independent import services
from contracts.independent.models import Confirmation
from contracts.independent.needs import needs
from contracts.independent.selectors import independently, is_confirmed
from contracts.independent.services import Look
from contracts.kept.models import Kept
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.documents.models import Document
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.contracts.independent.steps import AGREES, CANNOT, DIFFERS, NOW, outsider, report, verified

pytestmark = pytest.mark.django_db
STANDS = "The third was on parental leave and is paid by the county."


@pytest.fixture(autouse=True)
def now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    kpi_return, who = verified()
    return kpi_return, who, outsider(who)


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def asked(kpi_return, who, of) -> Confirmation:
    return services.ask_for_confirmation(kpi_return, by=who.manager, of=of, question="Were all three still there in June?")


def counted(who, kpi_return) -> tuple[int, int, int]:
    found = independently(who.manager, kpi=kpi_return.due.kpi)
    return found.confirmed, found.differing, found.verified


def test_somebody_outside_is_asked_told_and_answers(stage):
    kpi_return, who, other = stage
    one = asked(kpi_return, who, other)
    told = Message.objects.get(recipient=other, key__startswith="independent-asked:")
    assert "Were all three" not in told.body
    assert [need.text for need in needs(other, clock.now())] == [
        "Check independently “Apprenticeships started” of Carers’ short breaks"
    ]
    one = services.confirm(one, AGREES, by=other)
    assert (one.finding, one.how, one.answered_by, one.answered_at) == ("agrees", "files", other, NOW)
    assert counted(who, kpi_return) == (1, 0, 1)
    assert needs(other, clock.now()) == []
    assert [event.actor for event in AuditEvent.objects.filter(verb="independent finding")] == [other]


def test_what_is_only_asked_the_supplier_does_not_hear_of(stage):
    kpi_return, who, other = stage
    one = asked(kpi_return, who, other)
    assert not Confirmation.objects.visible_to(who.reporter).exists()
    assert "independently" not in " ".join(str(event.sentence) for event in timeline(kpi_return))
    services.confirm(one, AGREES, by=other)
    assert Confirmation.objects.visible_to(who.reporter).get() == one
    assert "agrees with the figure, checked independently" in " ".join(str(event.sentence) for event in timeline(kpi_return))


def test_what_does_not_agree_changes_no_figure_and_asks_both_sides(stage):
    kpi_return, who, other = stage
    Kept.objects.update(follow_on=None)
    one = services.confirm(asked(kpi_return, who, other), DIFFERS, by=other)
    same = Return.objects.get(pk=kpi_return.pk)
    assert (same.status, same.value, same.version) == (ReturnStatus.VERIFIED, kpi_return.value, kpi_return.version)
    assert counted(who, kpi_return) == (0, 1, 1)
    told = {m.recipient: m.subject for m in Message.objects.filter(key__startswith="independent-") if m.recipient != other}
    assert told == {
        who.manager: "An independent check does not agree: Carers’ short breaks",
        who.reporter: "A question about a figure you reported: Carers’ short breaks",
    }
    assert [need.url for need in needs(who.manager, clock.now())] == [f"/confirmations/{one.pk}/"]
    # The list to follow up hears of it
    assert Kept.objects.get().follow_on == clock.today()


def test_why_a_figure_stands_is_said_and_whoever_found_otherwise_is_told(stage):
    kpi_return, who, other = stage
    one = services.confirm(asked(kpi_return, who, other), DIFFERS, by=other)
    with pytest.raises(Refused, match="Say why the figure stands"):
        services.settle(one, by=who.manager, words="ok")
    one = services.settle(one, by=who.manager, words=STANDS)
    assert (one.settled_by, one.to_be_settled) == (who.manager, False)
    # Nobody outside agrees with it, and nobody doubts it any more
    assert counted(who, kpi_return) == (0, 0, 1)
    assert Message.objects.filter(recipient=other, key__startswith="independent-settled:").count() == 1
    with pytest.raises(WrongState, match="nothing to settle"):
        services.settle(one, by=who.manager, words=STANDS)


def test_a_correction_is_another_figure_that_nobody_outside_has_looked_at(stage):
    kpi_return, who, other = stage
    services.confirm(asked(kpi_return, who, other), AGREES, by=other)
    again = returns.correct_return(kpi_return.due, by=who.reporter, reason="One was counted twice in June.")
    again = returns.submit_return(again, by=who.reporter)
    returns.verify_return(again, by=who.manager, comment=build.SEEN)
    assert counted(who, kpi_return) == (0, 0, 1)


def test_one_who_agrees_does_not_outweigh_one_who_does_not(stage):
    kpi_return, who, other = stage
    services.confirm(asked(kpi_return, who, other), AGREES, by=other)
    second = outsider(who)
    services.confirm(asked(kpi_return, who, second), DIFFERS, by=second)
    assert counted(who, kpi_return) == (0, 1, 1)
    assert not is_confirmed(kpi_return.confirmations.all())


@pytest.mark.parametrize(
    ("look", "field", "why"),
    [
        (Look(finding="agrees", looked_at=AGREES.looked_at), "how", "Select how it was looked at"),
        (Look(finding="agrees", how="files", looked_at="ok"), "looked_at", "Say what was looked at"),
        (Look(finding="differs", how="files", looked_at=AGREES.looked_at), "words", "Say what does not agree"),
        (Look(finding="cannot", words="no"), "words", "Say why it could not be checked"),
    ],
)
def test_what_an_answer_needs(stage, look, field, why):
    kpi_return, who, other = stage
    one = asked(kpi_return, who, other)
    with pytest.raises(Refused, match=why) as refused:
        services.confirm(one, look, by=other)
    assert refused.value.problems[0][0] == field
    assert Confirmation.objects.get().is_open


def test_who_cannot_check_it_says_why_and_nothing_is_confirmed(stage):
    kpi_return, who, other = stage
    services.confirm(asked(kpi_return, who, other), CANNOT, by=other)
    assert counted(who, kpi_return) == (0, 0, 1)


def test_a_body_outside_is_entered_with_its_document(stage):
    kpi_return, who, other = stage
    one = services.record_outside(kpi_return, AGREES, by=other, body="University of the Downs", upload=report())
    assert (one.who, one.asked_of, one.answered_by) == ("University of the Downs", None, other)
    assert Document.objects.of(one).get().name == "report.txt"
    assert Document.objects.visible_to(who.manager).filter(owner_type="contracts.confirmation").exists()
    # The finding is for everybody who sees the return, the body's paper for the council's own people
    assert Confirmation.objects.visible_to(who.reporter).exists()
    assert not Document.objects.visible_to(who.reporter).filter(owner_type="contracts.confirmation").exists()
    assert counted(who, kpi_return) == (1, 0, 1)
    with pytest.raises(Refused, match="Enter who checked it"):
        services.record_outside(kpi_return, AGREES, by=other, body=" ", upload=report())


def test_nobody_is_asked_twice_while_they_have_not_answered(stage):
    kpi_return, who, other = stage
    asked(kpi_return, who, other)
    with pytest.raises(Refused, match="was asked already"):
        asked(kpi_return, who, other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(kpi_return=kpi_return, asked_by=who.manager, asked_of=other)


def test_a_verification_that_somebody_outside_looked_at_is_not_undone(stage):
    kpi_return, who, other = stage
    one = asked(kpi_return, who, other)
    services.confirm(one, AGREES, by=other)
    with pytest.raises(WrongState, match="has checked it independently"):
        returns.undo_verify(kpi_return, by=who.manager)


def test_while_it_is_only_asked_a_verification_can_be_undone_and_then_nobody_answers(stage):
    kpi_return, who, other = stage
    one = asked(kpi_return, who, other)
    returns.undo_verify(kpi_return, by=who.manager)
    with pytest.raises(WrongState, match="Only a verified return"):
        services.confirm(one, AGREES, by=other)
    assert needs(other, clock.now()) == []


def test_an_answer_is_about_the_question_that_was_read(stage):
    kpi_return, who, other = stage
    one = asked(kpi_return, who, other)
    services.confirm(one, AGREES, by=other)
    with pytest.raises(Conflict, match="Somebody else saved this"):
        services.confirm(one, DIFFERS, by=other, expected_version=one.version)


def test_of_forty_twelve(django_assert_num_queries):
    """The sentence of the contract, in one question whatever the number."""
    kpi_return, who = verified()
    other = outsider(who)
    contract = kpi_return.due.kpi.obligation.contract
    assert independently(who.member, kpi__obligation__contract=contract).words == "Independently verified: 0 of 1 return"
    for due in contract.obligations.get().kpis.get().due_returns.order_by("starts_on")[1:3]:
        with clock.at(NOW + timedelta(days=100)):
            build.verified_return(due, who)
    services.confirm(asked(kpi_return, who, other), AGREES, by=other)
    with django_assert_num_queries(1):
        found = independently(who.member, kpi__obligation__contract=contract)
    assert found.words == "Independently verified: 1 of 3 returns"
    _, there = build.active_contract()
    assert independently(there.member, kpi__obligation__contract=contract).words == ""


def test_only_who_may_is_asked(stage):
    kpi_return, who, _ = stage
    with pytest.raises(Refused, match="cannot check it: you made or verified this return"):
        asked(kpi_return, who, who.manager)
    with pytest.raises(NotAllowed, match="verify KPI returns"):
        services.ask_for_confirmation(kpi_return, by=who.member, of=who.director)
