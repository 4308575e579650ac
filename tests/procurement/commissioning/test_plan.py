"""Findings, outcomes, requirements, sizing, the plan and its approval gate."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from procurement.commissioning import permissions, selectors, services
from procurement.commissioning.calculations.sizing import sized_target
from procurement.commissioning.enums import PlanStatus, RequirementUse, SoughtStatus
from procurement.commissioning.models import Commission, FrozenDocument, Plan, Requirement, SoughtOutcome
from procurement.commissioning.selectors.checklist import checklist_for
from procurement.tendering import services as tender_services
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.framework.enums import MeasureKind
from socialvalue.notifications.models import Message
from tests.builders import commissioning as build
from tests.builders import engagement, people, tendering

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "pounds", "target"),
    [("1000000", "250000", 4), ("1249999", "250000", 4), ("1250000", "250000", 5), ("249999.99", "250000", 0)],
)
def test_a_target_is_sized_in_whole_units_rounded_down(value, pounds, target):
    assert sized_target(Decimal(value), Decimal(pounds)) == target


def test_nothing_is_sized_at_no_pounds():
    with pytest.raises(ValueError, match="more than zero"):
        sized_target(Decimal(1), Decimal(0))


def test_a_requirement_takes_its_size_from_the_value():
    body = build.commission()
    assert build.requirement(body, target=None, pounds_per_unit=Decimal("250000")).target == 4
    with pytest.raises(Refused, match="too small") as error:
        build.requirement(body, target=None, pounds_per_unit=Decimal("1000001"))
    assert error.value.field == "pounds_per_unit"
    assert build.requirement(body, target=Decimal(6), pounds_per_unit=Decimal("250000")).target == 6


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"wording": " "}, "wording", "Write the requirement in plain English"),
        ({"measure_text": ""}, "measure_text", "Say how it will be measured"),
        ({"unit": ""}, "unit", "Say what is counted"),
        ({"evidence": ""}, "evidence", "Say what the provider will be asked to show"),
        ({"target": Decimal(-1)}, "target", "The target cannot be less than nothing"),
        ({"pounds_per_unit": Decimal(-1)}, "pounds_per_unit", "Enter how many pounds one unit stands for"),
        ({"linked_to_subject": False}, "use", "It fails a test of relevance or proportion"),
        ({"in_area": False}, "use", "It fails a test of relevance or proportion"),
        ({"in_scale": False}, "use", "It fails a test of relevance or proportion"),
    ],
)
def test_a_wrong_requirement_is_refused_at_its_field(wrong, field, words):
    body = build.commission()
    sought = build.outcome(body)
    with pytest.raises(Refused, match=words) as error:
        build.requirement(body, sought, **wrong)
    assert error.value.field == field
    sound = build.requirement(body, sought)
    with pytest.raises(Refused, match=words) as error:
        services.reword_requirement(sound, by=body.lead, reason="X", **wrong)
    assert error.value.field == field


def test_what_fails_a_test_may_be_an_unscored_indicator():
    body = build.commission()
    kept = build.requirement(body, in_scale=False, use=RequirementUse.UNSCORED)
    with pytest.raises(Refused, match="cannot be scored"):
        services.reword_requirement(kept, by=body.lead, reason="X", use=RequirementUse.SCORED)


def test_a_measure_comes_from_the_commissions_own_framework():
    mine, other = build.framework(), build.framework()
    body = build.commission(framework=mine)
    with pytest.raises(Refused, match=r"Choose a measure of the framework this commission uses\.") as error:
        build.requirement(body, measure=other.priorities.get().outcomes.get().measures.get())
    assert error.value.field == "measure"
    with pytest.raises(Refused, match=r"Choose an outcome of the framework this commission uses\.") as error:
        build.outcome(body, outcome=other.priorities.get().outcomes.get())
    assert error.value.field == "outcome"


def test_remarks_of_another_commission_are_refused():
    body, other = build.commission(), build.commission()
    foreign = engagement.remark(other)
    for attempt in (
        lambda: build.outcome(body, remarks=[foreign]),
        lambda: services.edit_outcome(build.outcome(body), by=body.lead, remarks=[foreign]),
        lambda: services.add_entry(body, by=body.lead, kind="need", text="X", remarks=[foreign]),
    ):
        with pytest.raises(Refused, match=r"Choose remarks of this commission\.") as error:
            attempt()
        assert error.value.field == "remarks"


def test_rewording_keeps_what_was_said_before_with_the_reason():
    body = build.commission()
    first = build.requirement(body)
    with pytest.raises(Refused, match="Say why"):
        services.reword_requirement(first, by=body.lead, reason=" ", target=Decimal(2))
    services.reword_requirement(first, by=body.lead, reason="Small providers were heard", target=Decimal(2))
    services.reword_requirement(first, by=body.lead, reason="Nothing changes", target=Decimal(2))
    services.reword_requirement(first, by=body.lead, reason="Plainer", wording="Two young people keep a job.")
    kept = [(v.number, v.target, v.wording, v.reason) for v in first.versions.all()]
    wording = build.SOUND["wording"]
    assert kept == [(1, 3, wording, "Small providers were heard"), (2, 2, wording, "Plainer")]


def test_two_people_reword_the_same_requirement():
    body = build.commission()
    first = build.requirement(body)
    services.reword_requirement(first, by=body.lead, expected_version=1, reason="A", target=Decimal(2))
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.reword_requirement(first, by=body.lead, expected_version=1, reason="B", target=Decimal(9))
    assert Requirement.objects.get().target == 2
    assert first.versions.count() == 1


def test_an_outcome_is_dropped_with_a_reason_and_taken_up_again():
    body = build.commission()
    kept = build.requirement(body)
    with pytest.raises(Refused, match="requirements first"):
        services.drop_outcome(kept.sought, by=body.lead, reason="X")
    services.remove_requirement(kept, by=body.lead, reason="Not in scale")
    with pytest.raises(WrongState, match=r"This requirement was removed already\."):
        services.remove_requirement(kept, by=body.lead, reason="Again")
    with pytest.raises(Refused, match="Say why"):
        services.drop_outcome(kept.sought, by=body.lead, reason="")
    services.drop_outcome(kept.sought, by=body.lead, reason="Nobody asked for it")
    with pytest.raises(Refused, match="dropped"):
        build.requirement(body, SoughtOutcome.objects.get())
    assert services.take_up_outcome(kept.sought, by=body.lead).status == SoughtStatus.PROVISIONAL


def test_a_requirement_a_tender_asks_for_is_not_removed():
    tender = tendering.with_criteria(tendering.draft())
    body = tender.commission
    services.reopen_plan(body.plan, by=body.lead, reason="A mistake")
    with pytest.raises(Refused, match="question asks for it"):
        services.remove_requirement(body.requirements.get(), by=body.lead, reason="X")


def test_only_outputs_is_said_and_one_outcome_ends_it():
    version = build.framework(kind=MeasureKind.OUTPUT, second=MeasureKind.OUTCOME)
    body = build.commission(framework=version)
    assert not selectors.only_outputs(body)
    measures = version.priorities.get().outcomes.get().measures
    build.requirement(body, measure=measures.get(code="LE1.1"))
    assert selectors.only_outputs(body)
    build.requirement(body, measure=measures.get(code="LE1.2"))
    assert not selectors.only_outputs(body)


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
    services.reword_requirement(body.requirements.get(), by=body.lead, reason="X", **change)
    assert [p for p in selectors.plan_problems(plan) if words in p]
    assert len(selectors.plan_problems(plan)) == 1


def test_a_plan_without_requirements_asks_for_one():
    body = build.commission()
    plan = build.complete_plan(body)
    services.remove_requirement(body.requirements.get(), by=body.lead, reason="X")
    assert selectors.plan_problems(plan) == ["Add at least one requirement."]


def test_a_no_on_the_checklist_needs_its_reason():
    body = build.commission()
    plan = build.complete_plan(body)
    answers = {**plan.checklist, "heard": {"answer": "no", "note": " "}}
    plan = services.edit_plan(plan, by=body.lead, checklist=answers)
    assert [p[:45] for p in selectors.plan_problems(plan)] == ["Board checklist: say why the answer is not ye"]
    plan = services.edit_plan(plan, by=body.lead, checklist={**answers, "heard": {"answer": "no", "note": "Too urgent."}})
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
        with pytest.raises(NotAllowed, match=r"Your role does not include: approve or return commissioning plans\."):
            services.approve_plan(plan, by=user)
        with pytest.raises(NotAllowed, match=r"Your role does not include: approve or return commissioning plans\."):
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
        lambda: services.reword_requirement(required, by=body.lead, reason="X", target=Decimal(9)): draft_only,
        lambda: services.remove_requirement(required, by=body.lead, reason="X"): draft_only,
        lambda: services.edit_outcome(sought, by=body.lead, wording="X"): draft_only,
        lambda: services.drop_outcome(sought, by=body.lead, reason="X"): draft_only,
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
    assert "Ask small providers" in Message.objects.get(recipient=body.lead).body
    services.edit_plan(plan, by=body.lead, sme_barriers="They were asked.")
    again = services.submit_plan(plan, by=body.lead)
    assert (again.status, again.decided_by, again.decision_comment) == (PlanStatus.SUBMITTED, None, "")


def test_an_approved_plan_is_reopened_with_a_reason_until_a_tender_is_out():
    body = build.commission_with_approved_plan()
    with pytest.raises(Refused, match="Say why"):
        services.reopen_plan(body.plan, by=body.lead, reason="")
    assert services.reopen_plan(body.plan, by=body.lead, reason="A mistake").status == PlanStatus.DRAFT
    tender = tendering.published_tender()
    out = tender.commission
    with pytest.raises(WrongState, match="Amend the tender"):
        services.reopen_plan(out.plan, by=out.lead, reason="A mistake")
    officer = people.person(out.council, Role.PROCUREMENT_OFFICER)
    tender_services.terminate(tender, by=officer, reason="The need has changed.")
    assert services.reopen_plan(out.plan, by=out.lead, reason="To tender again").status == PlanStatus.DRAFT


def test_what_a_published_tender_asks_for_stays_even_where_no_plan_is_needed():
    body = tendering.commission(ready=False, estimated_value=Decimal("40000"))
    for point in tendering.ACT:
        services.consider(body, by=body.lead, point=point, text="Considered with carers.", considered_on=clock.today())
    tendering.published_tender(commission=body, value=Decimal("40000"))
    body = Commission.objects.get(pk=body.pk)
    sought, required = body.sought_outcomes.get(), body.requirements.get()
    attempts = [
        lambda: services.reword_requirement(required, by=body.lead, reason="X", target=Decimal(9)),
        lambda: services.remove_requirement(required, by=body.lead, reason="X"),
        lambda: build.requirement(body, sought),
        lambda: services.edit_outcome(sought, by=body.lead, wording="X"),
    ]
    for attempt in attempts:
        with pytest.raises(WrongState, match="published"):
            attempt()
    with pytest.raises(Refused, match="published on this basis"):
        services.edit_commission(body, by=body.lead, light_touch=False)


def test_who_comments_on_a_plan():
    plan = build.submitted_plan()
    council = plan.commission.council
    for role in (Role.COMMISSIONER, Role.LEAD_DIRECTOR, Role.PROCUREMENT_OFFICER):
        services.comment_on_plan(plan, by=people.person(council, role), text="Why so long?")
    with pytest.raises(NotAllowed, match=r"Your role does not include: draft commissions, plans and tenders\."):
        services.comment_on_plan(plan, by=people.person(council, Role.CONTRACT_MANAGER), text="X")
    with pytest.raises(Refused, match=r"Write your comment\."):
        services.comment_on_plan(plan, by=plan.commission.lead, text=" ")


def test_a_finding_is_refused_without_words_a_section_or_ones_own_council():
    body, other = build.commission(), build.commission()
    for wrong, field, words in (
        ({"text": " "}, "text", "Write what was found"),
        ({"kind": "x"}, "kind", "Choose a section of the report"),
        ({"other_commission": other}, "other_commission", "Choose another commission of your own council"),
    ):
        with pytest.raises(Refused, match=words) as error:
            services.add_entry(body, by=body.lead, **{"kind": "need", "text": "X", **wrong})
        assert error.value.field == field
    entry = services.add_entry(body, by=body.lead, kind="need", text="Regular times")
    services.edit_entry(entry, by=body.lead, expected_version=1, text="Regular, known times")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.edit_entry(entry, by=body.lead, expected_version=1, text="Second")


def test_the_diagnostic_report_is_frozen_and_numbered():
    body = build.commission()
    with pytest.raises(Refused, match="empty"):
        services.issue_diagnostic(body, by=body.lead)
    said = engagement.remark(body)
    entry = services.add_entry(body, by=body.lead, kind="need", text="Regular times", remarks=[said])
    first = services.issue_diagnostic(body, by=body.lead)
    services.edit_entry(entry, by=body.lead, text="Something else")
    second = services.issue_diagnostic(body, by=body.lead)
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 != second.sha256
    needs = FrozenDocument.objects.get(number=1).content["sections"][0]["entries"]
    assert needs[0]["text"] == "Regular times"
    assert needs[0]["remarks"][0]["text"] == said.text
