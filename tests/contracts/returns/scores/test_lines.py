"""Whoever verifies answers each line that claims “good”: its evidence shows it, or it counts as fair and says why."""

import copy
from datetime import date
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from contracts.evidence.models import LineAnswer
from contracts.evidence.services import Named, name_evidence
from contracts.performance.spans import Span
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.returns.pages.working import working_of
from contracts.returns.selectors.queue import chosen_for, waiting
from contracts.returns.services import Said, verify_together
from contracts.standing.selectors.kpis import kpi_lines
from measurement.demonstration.lines import said_of
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.contracts.returns.scores.steps import LATER, OVER, SCORECARD, composite

pytestmark = pytest.mark.django_db
ANSWERS = {"s1": "good", "s2": "1"}
NAMED = {
    "ethical": Named(words="Code of conduct of March 2025, in the tender file"),
    "green": Named(words="Our fleet plan and its figures, on the shared drive"),
}
WHY = "The fleet plan is of 2021 and has no figures"
YES, NO = {"s1": Said(shows=True)}, {"s1": Said(shows=False, why=WHY)}


@pytest.fixture(autouse=True)
def now():
    with clock.at(OVER):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    with clock.at(OVER):
        contract, who, due = composite(SCORECARD)
        sent(due, who)
    return contract, who, due


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def sent(due, who, answers=ANSWERS, named=NAMED, **typed) -> Return:
    """Everything that a verification would ask after is there, besides the answers to the lines."""
    typed = {"direct_result": "Yes, of this work.", "anyway": "No, not here.", "evidence_note": "In the file."} | typed
    made = returns.save_return(due, by=who.reporter, answers=answers, **typed)
    if named:
        name_evidence(made, "s1", named, by=who.reporter)
    made = Return.objects.get(pk=made.pk)
    return returns.submit_return(made, by=who.reporter, change_reason="Better evidence was found." if made.sent_as else "")


def latest() -> Return:
    return Return.objects.order_by("number").last()


def verified(who, lines, **more) -> Return:
    return returns.verify_return(latest(), by=who.manager, lines=lines, comment=build.SEEN, **more)


def told(person, subject):
    return Message.objects.filter(recipient=person, subject__contains=subject).order_by("pk").last()


def test_no_return_is_verified_while_a_line_is_not_answered(stage):
    _, who, _ = stage
    with pytest.raises(Refused, match="Responsible conduct: say whether the evidence shows “good”") as refused:
        verified(who, {})
    assert refused.value.field == "shows_s1"
    assert latest().is_submitted
    assert not LineAnswer.objects.exists()


@pytest.mark.parametrize("why", ["", "ok", "as discussed", "....."])
def test_a_no_says_why(stage, why):
    _, who, _ = stage
    with pytest.raises(Refused, match="say why the evidence does not show it") as refused:
        verified(who, {"s1": Said(shows=False, why=why)})
    assert refused.value.field == "why_s1"
    assert (latest().is_submitted, LineAnswer.objects.count()) == (True, 0)


def test_all_that_is_missing_is_said_at_once(stage):
    """The line and the comment: nobody is sent round twice."""
    _, who, due = stage
    returns.query_return(latest(), by=who.manager, comment="Is this an estimate?")
    sent(due, who, estimated=True)
    with pytest.raises(Refused) as refused:
        returns.verify_return(latest(), by=who.manager)
    assert [field for field, _ in refused.value.problems] == ["shows_s1", "comment"]


def test_what_is_shown_counts_as_it_was_sent(stage):
    _, who, _ = stage
    done = verified(who, YES)
    assert (str(done.value), done.working) == ("100.0000", Return.objects.get().working)
    kept = LineAnswer.objects.get()
    assert (kept.shows, kept.why, kept.said_by, kept.said_at) == (True, "", who.manager, done.decided_at)
    assert str(kept) == "s1: shown"
    note = told(who.reporter, "Your return was verified")
    assert note.body.endswith("Its figure now counts.")


def test_what_is_not_shown_counts_as_fair_and_nobody_changes_the_answer(stage):
    """(3 × 50 + 1 × 100) ÷ 4 = 62.5, where 100 was sent."""
    contract, who, _ = stage
    done = Return.objects.get(pk=verified(who, NO).pk)
    assert (str(done.value), done.answers, done.sent_as["value"]) == ("62.5000", ANSWERS, "100")
    line, other = working_of(done)
    assert (line.answer, line.score, line.fallen) == ("Good", "50", "Counts as fair: the evidence does not show “good”")
    assert (line.said["shows"], line.said["why"], line.said["by"], line.said["before"]) == (False, WHY, who.manager, False)
    assert (other.said, other.fallen) == ({}, "")
    with clock.at(LATER):
        span = Span(date(2025, 4, 1), date(2025, 9, 30), clock.today())
        (figure,) = kpi_lines(Contract.objects.filter(pk=contract.pk), span)
    assert (figure.figure.value, figure.figure.standing) == (Fraction(125, 2), "below_target"), "of 70, at least 50"


def test_the_supplier_hears_of_it_with_both_scores_and_the_reason(stage):
    _, who, _ = stage
    verified(who, NO)
    note = told(who.reporter, "Your return was verified")
    body = note.body.replace("\u00a0", " ")
    assert "the score that counts is 62.5 points, and not 100 points as you sent it" in body
    assert "Your answers stay as they are." in body
    assert WHY in note.private
    assert WHY not in note.body, "what somebody wrote stands on the page and not in the mail"
    assert note.action == "Read why, and correct the return if there is better evidence"


def test_the_record_keeps_each_line_and_both_scores(stage):
    _, who, _ = stage
    verified(who, NO)
    changes = AuditEvent.objects.get(verb="verify return").changes
    assert changes["value"] == ["100.0000", "62.5000"]
    assert changes["lines"] == ["", f"“Responsible conduct”: the evidence does not show “good”. {WHY}"]


def test_sent_back_the_score_stays_and_the_reason_of_a_line_is_question_enough(stage):
    _, who, due = stage
    back = returns.query_return(latest(), by=who.manager, lines=NO)
    assert (back.status, str(back.value), back.decision_comment) == ("queried", "100.0000", "")
    (line, _) = working_of(back)
    assert (line.said["shows"], line.said["before"], line.fallen) == (False, False, "")
    assert WHY in told(who.reporter, "was sent back").private
    again = sent(due, who, named={"green": Named(words="Fleet plan of this year, with fuel by month")})
    (line, _) = working_of(again)
    assert (line.said["why"], line.said["before"]) == (WHY, True), "whoever verifies reads what was asked before"
    with pytest.raises(Refused, match="say whether the evidence shows"):
        verified(who, {})
    with clock.at(OVER.replace(hour=10)):
        done = verified(who, YES)
    (line, _) = working_of(done)
    assert (line.said["shows"], str(done.value)) == (True, "100.0000")
    assert LineAnswer.objects.count() == 2, "what was said before stays"


def test_sent_back_for_something_else_no_line_has_to_be_answered(stage):
    _, who, _ = stage
    with pytest.raises(Refused, match="Say what has to be answered"):
        returns.query_return(latest(), by=who.manager, comment=" ")
    with pytest.raises(Refused, match="Say what has to be answered"):
        returns.query_return(latest(), by=who.manager, lines=YES)
    with pytest.raises(Refused, match="why the evidence does not show it"):
        returns.query_return(latest(), by=who.manager, comment="Which complaint?", lines={"s1": Said(shows=False)})
    returns.query_return(latest(), by=who.manager, comment="Which complaint?")
    assert not LineAnswer.objects.exists()


def test_taken_back_it_waits_with_the_score_that_was_sent(stage):
    _, who, _ = stage
    before = latest()
    verified(who, NO)
    back = returns.undo_verify(latest(), by=who.manager)
    assert (back.status, str(back.value), back.working) == ("submitted", "100.0000", before.working)
    assert not LineAnswer.objects.exists()
    assert str(verified(who, YES).value) == "100.0000"


def test_what_was_asked_before_survives_taking_a_verification_back(stage):
    _, who, due = stage
    returns.query_return(latest(), by=who.manager, lines=NO)
    with clock.at(OVER.replace(hour=10)):
        sent(due, who, named={"green": Named(words="Fleet plan of this year, with fuel by month")})
        verified(who, YES)
        back = returns.undo_verify(latest(), by=who.manager)
    (line, _) = working_of(back)
    assert (line.said["why"], line.said["before"]) == (WHY, True)


def test_a_correction_begins_as_it_was_sent_and_is_looked_at_by_itself(stage):
    _, who, due = stage
    verified(who, NO)
    fresh = returns.correct_return(due, by=who.reporter, reason="The fleet plan of this year was left out by us.")
    assert (str(fresh.value), fresh.answers) == ("100.0000", ANSWERS)
    (line, _) = working_of(fresh)
    assert (line.said, line.fallen) == ({}, "")
    assert str(Return.objects.get(number=1).value) == "62.5000", "what is verified stands until the correction is"
    again = returns.submit_return(Return.objects.get(number=2), by=who.reporter)
    with pytest.raises(Refused, match="say whether the evidence shows"):
        returns.verify_return(again, by=who.manager, comment=build.SEEN)
    verified(who, YES)
    first, second = Return.objects.order_by("number")
    assert (first.status, str(first.value), second.status, str(second.value)) == ("replaced", "62.5000", "verified", "100.0000")
    (line, _) = working_of(first)
    assert (line.said["why"], line.said["before"]) == (WHY, False)


def test_a_line_that_lacks_evidence_is_not_asked_about():
    _, who, due = composite(SCORECARD)
    made = sent(due, who, named={"green": NAMED["green"]})
    with pytest.raises(Refused, match="no line s1 to answer"):
        returns.verify_return(made, by=who.manager, lines=YES, comment=build.SEEN)
    assert str(returns.verify_return(made, by=who.manager, comment=build.SEEN).value) == "62.5000"


def test_it_is_about_the_version_that_was_read(stage):
    _, who, _ = stage
    shown = latest()
    with pytest.raises(Conflict, match="Somebody else saved this"):
        verified(who, YES, expected_version=shown.version - 1)
    assert not LineAnswer.objects.exists()


def test_only_who_may_decide_answers(stage):
    _, who, _ = stage
    for person in (who.reporter, who.member):
        with pytest.raises(NotAllowed, match="Your role does not include"):
            returns.verify_return(latest(), by=person, lines=YES, comment=build.SEEN)
    assert not LineAnswer.objects.exists()


def test_many_at_once_skips_no_line(stage):
    """In order but for its line: it wants a look of its own, and what is sent all the same is refused."""
    _, who, _ = stage
    version = latest()
    (row,) = waiting(list(chosen_for(who.manager, [version.pk])), who.manager)
    assert row.missing == []
    assert row.why_not_together == "A line claims the level that needs evidence: say whether its evidence shows it"
    done = verify_together([(version.pk, version.version)], by=who.manager)
    assert (done.verified, [left.why for left in done.left]) == ([], [row.why_not_together])
    assert latest().is_submitted


def test_who_sees_the_return_sees_what_was_said(stage):
    _, who, _ = stage
    verified(who, NO)
    stranger = build.parties().reporter
    seen = [LineAnswer.objects.visible_to(one).count() for one in (who.reporter, who.manager, who.member, stranger)]
    assert seen == [1, 1, 1, 0]


def test_the_table_holds_no_half_answer(stage):
    _, who, _ = stage
    version, at = latest(), clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        LineAnswer.objects.create(kpi_return=version, sub="s1", shows=False, said_at=at, said_by=who.manager)
    LineAnswer.objects.create(kpi_return=version, sub="s1", shows=False, why=WHY, said_at=at, said_by=who.manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        LineAnswer.objects.create(kpi_return=version, sub="s1", shows=True, said_at=at, said_by=who.manager)


def test_the_demonstration_finds_one_line_not_shown_in_the_second_period(stage):
    _, who, due = stage
    second = due.kpi.due_returns.order_by("starts_on")[1]
    assert said_of(due, latest()) == YES
    assert [answer.shows for answer in said_of(second, latest()).values()] == [False]
    fair = Return(working=[])
    assert said_of(second, fair) == {}
