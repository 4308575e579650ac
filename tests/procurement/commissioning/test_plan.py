"""The plan and its approval gate."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from procurement.commissioning import permissions, selectors, services
from procurement.commissioning.enums import PlanStatus, SoughtStatus
from procurement.commissioning.models import FrozenDocument, Plan
from procurement.commissioning.selectors.checklist import checklist_for
from procurement.tendering import services as tender_services
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import commissioning as build
from tests.builders import people, tendering

pytestmark = pytest.mark.django_db
MISSING = {
    "length_considered": ("", "length of the contract"),
    "lots_reason": (" ", "council policy; the law asks it of public contracts"),
    "sme_barriers": ("", "section 86"),
    "lots_divided": (None, "divided into lots"),
    "no_insurance_before_award": (False, "Say why insurance"),
    "no_audited_accounts": (None, "council policy does"),
    "checklist": ({}, "Board checklist: answer “Were providers"),
}


@pytest.mark.parametrize("name", MISSING)
def test_each_thing_missing_from_the_plan_keeps_it_from_approval(name):
    body = build.commission(estimated_value=Decimal("40000"))
    plan = build.complete_plan(body)
    assert selectors.plan_problems(plan) == []
    value, words = MISSING[name]
    plan = services.edit_plan(plan, by=body.lead, **{name: value})
    with pytest.raises(Refused, match=words) as error:
        services.submit_plan(plan, by=body.lead)
    assert len(error.value.problems) == 1
    assert Plan.objects.get().status == PlanStatus.DRAFT


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"in_area": None}, "R1: answer the three questions"),
        ({"strategy": ""}, "R1: name the documented strategy"),
        ({"core_quality_risk": " "}, "R1: answer the two risk questions"),
        ({"exclusion_risk": ""}, "R1: answer the two risk questions"),
    ],
)
def test_each_thing_missing_from_a_requirement_keeps_the_plan_from_approval(change, words):
    body = build.commission()
    plan = build.complete_plan(body)
    services.reword_requirement(body.requirements.get(), by=body.lead, reason="Residents asked for plainer words", **change)
    assert [p for p in selectors.plan_problems(plan) if words in p]
    assert len(selectors.plan_problems(plan)) == 1


def test_a_plan_without_requirements_asks_for_one():
    body = build.commission()
    plan = build.complete_plan(body)
    services.remove_requirement(body.requirements.get(), by=body.lead, reason="It is out of proportion")
    assert selectors.plan_problems(plan) == ["Add at least one requirement"]


def test_a_no_on_the_checklist_needs_its_reason():
    body = build.commission()
    plan = build.complete_plan(body)
    answers = {**plan.checklist, "heard": {"answer": "no", "note": " "}}
    plan = services.edit_plan(plan, by=body.lead, checklist=answers)
    assert [p[:45] for p in selectors.plan_problems(plan)] == ["Board checklist: say why the answer is not ye"]
    plan = services.edit_plan(
        plan, by=body.lead, checklist={**answers, "heard": {"answer": "no", "note": "It was too urgent to ask."}}
    )
    assert selectors.plan_problems(plan) == []


@pytest.mark.parametrize(("value", "items"), [("49999", 1), ("50000", 5), ("207719.99", 5), ("207720", 7), ("1000000", 8)])
def test_the_board_checklist_grows_with_the_value(value, items):
    assert len(checklist_for(build.commission(estimated_value=Decimal(value)))) == items


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.COMMISSIONER, False),
        (Role.PROCUREMENT_OFFICER, True),
        (Role.EVALUATOR, False),
        (Role.EVALUATION_LEAD, False),
        (Role.CONTRACT_MANAGER, False),
        (Role.LEAD_DIRECTOR, True),
        (Role.MEMBER, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_who_approves_plans(role, allowed):
    plan = build.submitted_plan()
    user = people.person(plan.commission.council, role)
    assert permissions.can_decide_plan(user, plan) is allowed
    assert not permissions.can_decide_plan(people.person(people.council(), role), plan)
    if allowed:
        assert services.approve_plan(plan, by=user).status == PlanStatus.APPROVED
    else:
        with pytest.raises(NotAllowed, match=r"Your role does not include: approve or return commissioning plans"):
            services.approve_plan(plan, by=user)
        with pytest.raises(NotAllowed, match=r"Your role does not include: approve or return commissioning plans"):
            services.return_plan(plan, by=user, comment="X")


def test_nobody_approves_the_plan_they_submitted():
    council = people.council()
    both = people.person(council, Role.COMMISSIONER, Role.LEAD_DIRECTOR)
    plan = build.submitted_plan(build.commission(by=both))
    for attempt in (services.approve_plan, services.return_plan):
        with pytest.raises(NotAllowed, match="Somebody else"):
            attempt(plan, by=both, comment="Fine")
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(decided_by=both)


def test_approval_approves_the_outcomes_that_are_required_and_freezes_the_plan():
    body = build.commission()
    empty = build.outcome(body, wording="Nothing is asked for it")
    plan = build.submitted_plan(body)
    services.approve_plan(plan, by=build.approver(body.council), comment="Good")
    states = dict(body.sought_outcomes.values_list("pk", "status"))
    assert states.pop(empty.pk) == SoughtStatus.PROVISIONAL
    assert set(states.values()) == {SoughtStatus.APPROVED}
    frozen = FrozenDocument.objects.get()
    assert (frozen.kind, frozen.number, frozen.content["comment"]) == ("plan", 1, "Good")
    assert Message.objects.get(recipient=body.lead).subject.startswith("Approved")


def test_those_who_may_approve_hear_of_a_plan_and_nobody_else():
    council = people.council()
    director, procurement = build.approver(council), people.person(council, Role.PROCUREMENT_OFFICER)
    both = people.person(council, Role.COMMISSIONER, Role.LEAD_DIRECTOR)
    gone = build.approver(council)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    build.approver(people.council())
    body = build.commission(by=both)
    plan = build.submitted_plan(body)
    told = Message.objects.filter(subject__startswith="To approve")
    # Not whoever sent it, though they could approve another
    assert {m.recipient for m in told} == {director, procurement}
    assert {m.url for m in told} == {f"/commissions/{body.reference}/plan/decide/"}
    assert body.title in told[0].body
    services.return_plan(plan, by=director, comment="Ask small providers")
    services.submit_plan(Plan.objects.get(), by=both)
    assert told.filter(recipient=director).count() == 2


def test_the_sender_and_the_lead_hear_the_decision():
    body = build.commission()
    colleague = build.commissioner(body.council)
    plan = services.submit_plan(build.complete_plan(body), by=colleague)
    director = build.approver(body.council)
    services.return_plan(plan, by=director, comment="Ask small providers")
    assert set(Message.objects.filter(subject__startswith="Returned").values_list("recipient", flat=True)) == {
        colleague.pk,
        body.lead.pk,
    }
    services.approve_plan(services.submit_plan(Plan.objects.get(), by=colleague), by=director)
    assert Message.objects.filter(subject__startswith="Approved").count() == 2
    assert not Message.objects.filter(subject__startswith="Approved", recipient=director).exists()


def test_while_the_plan_is_with_its_approver_nothing_under_it_changes():
    body = build.commission()
    plan = build.submitted_plan(body)
    sought, required = body.sought_outcomes.get(), body.requirements.get()
    draft_only = "it can be changed while it is a draft or was returned"
    attempts = {
        lambda: services.edit_plan(plan, by=body.lead, lots_reason="X"): draft_only,
        lambda: build.requirement(body, sought): draft_only,
        lambda: services.reword_requirement(
            required, by=body.lead, reason="Residents asked for plainer words", target=Decimal(9)
        ): draft_only,
        lambda: services.remove_requirement(required, by=body.lead, reason="It is out of proportion"): draft_only,
        lambda: services.edit_outcome(sought, by=body.lead, wording="X"): draft_only,
        lambda: services.drop_outcome(sought, by=body.lead, reason="Nobody asked for this"): draft_only,
        lambda: build.outcome(body): "The plan is with its approver",
        lambda: services.submit_plan(plan, by=body.lead): draft_only,
    }
    for attempt, words in attempts.items():
        with pytest.raises(WrongState, match=words):
            attempt()


def test_a_plan_is_returned_with_reasons_changed_and_sent_again():
    body = build.commission()
    plan = build.submitted_plan(body)
    director = build.approver(body.council)
    with pytest.raises(Refused, match="what has to change"):
        services.return_plan(plan, by=director, comment=" ")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.return_plan(plan, by=director, comment="X", expected_version=plan.version - 1)
    services.return_plan(plan, by=director, comment="Ask small providers")
    told = Message.objects.get(recipient=body.lead)
    assert (told.private, "Ask small providers" in told.body) == ("Ask small providers", False)
    assert told.action == "Change the plan and send it again"
    services.edit_plan(plan, by=body.lead, sme_barriers="They were asked.")
    again = services.submit_plan(plan, by=body.lead)
    assert (again.status, again.decided_by, again.decision_comment) == (PlanStatus.SUBMITTED, None, "")


def test_an_approved_plan_is_reopened_with_a_reason_until_a_tender_is_out():
    body = build.commission_with_approved_plan()
    with pytest.raises(Refused, match="Say why"):
        services.reopen_plan(body.plan, by=body.lead, reason="")
    assert services.reopen_plan(body.plan, by=body.lead, reason="It was approved by mistake").status == PlanStatus.DRAFT
    tender = tendering.published_tender()
    out = tender.commission
    with pytest.raises(WrongState, match="Amend the tender"):
        services.reopen_plan(out.plan, by=out.lead, reason="It was approved by mistake")
    officer = people.person(out.council, Role.PROCUREMENT_OFFICER)
    tender_services.terminate(tender, by=officer, reason="The need has changed.")
    assert services.reopen_plan(out.plan, by=out.lead, reason="It was approved by mistake").status == PlanStatus.DRAFT


def test_who_comments_on_a_plan():
    plan = build.submitted_plan()
    council = plan.commission.council
    for role in (Role.COMMISSIONER, Role.LEAD_DIRECTOR, Role.PROCUREMENT_OFFICER):
        services.comment_on_plan(plan, by=people.person(council, role), text="Why so long?")
    with pytest.raises(NotAllowed, match=r"Your role does not include: draft commissions, plans and tenders"):
        services.comment_on_plan(plan, by=people.person(council, Role.CONTRACT_MANAGER), text="X")
    with pytest.raises(Refused, match=r"Write your comment"):
        services.comment_on_plan(plan, by=plan.commission.lead, text=" ")
