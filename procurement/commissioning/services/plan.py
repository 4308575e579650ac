"""The commissioning plan and its approval gate."""

from django.db import transaction
from django.urls import reverse

from procurement.commissioning import permissions, selectors
from procurement.commissioning.calculations.details import PLAN_EDITABLE
from procurement.commissioning.documents import contents
from procurement.commissioning.enums import PlanStatus, SoughtStatus
from procurement.commissioning.models import Commission, FrozenDocument, Plan, PlanComment
from procurement.commissioning.selectors import planned
from procurement.commissioning.services.document import freeze
from procurement.commissioning.workflow import PLAN, SOUGHT_OUTCOME
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason, check_request
from socialvalue.common.saving import check_editable, locked, save_changes
from socialvalue.notifications.services import tell_all


def _url(commission: Commission) -> str:
    return reverse("plan", args=[commission.reference])


@transaction.atomic
def start_plan(commission: Commission, *, by) -> Plan:
    """The plan of a commission, made on first use. Its day chooses the rule set of the law, and stays when it is reopened."""
    permissions.check_can_edit(by, commission)
    plan, created = Plan.objects.get_or_create(commission=commission, defaults={"drawn_up_on": clock.today()})
    if created:
        record(
            "start plan",
            "started the commissioning plan",
            by=by,
            about=[plan, commission],
            council=commission.council,
        )
    return plan


@transaction.atomic
def edit_plan(plan: Plan, *, by, expected_version: Shown = AS_READ, **changes) -> Plan:
    """Change fields of PLAN_EDITABLE while the plan is a draft or was returned."""
    check_editable(changes, PLAN_EDITABLE)
    plan = locked(plan, expected_version)
    permissions.check_can_edit_plan(by, plan)
    changed = save_changes(plan, **changes)
    if changed:
        record(
            "edit",
            "changed the commissioning plan",
            by=by,
            about=[plan, plan.commission],
            council=plan.commission.council,
            changes=changed,
        )
    return plan


@transaction.atomic
def submit_plan(plan: Plan, *, by) -> Plan:
    """Send the plan for approval. Raises Refused listing everything that is missing."""
    plan = locked(plan, AS_READ)
    permissions.check_can_edit_plan(by, plan)
    problems = selectors.plan_problems(plan)
    if problems:
        raise Refused([(None, p) for p in problems])
    save_changes(
        plan,
        status=PLAN.target("submit", plan.status),
        submitted_at=clock.now(),
        submitted_by=by,
        decided_at=None,
        decided_by=None,
        decision_comment="",
    )
    record(
        "submit plan",
        "sent the commissioning plan for approval",
        by=by,
        about=[plan, plan.commission],
        council=plan.commission.council,
    )
    commission = plan.commission
    tell_all(
        [person for person in people_who(Permission.APPROVE_PLANS, commission.council) if person.pk != by.pk],
        key=f"plan:{plan.pk}:waits:{plan.version}",
        subject=f"To approve: commissioning plan of {commission}",
        body=f"{by} sent the commissioning plan of “{commission.title}” for approval. Approve it, or return it with reasons.",
        url=reverse("plan-decide", args=[commission.reference]),
        action="Approve or return the plan",
        by=planned.day_before(commission, "notice", "tender"),
        why=f"You get this because you approve commissioning plans of {commission.council}.",
    )
    return plan


def _tell_decision(plan: Plan, *, by, word: str, comment: str) -> None:
    """Whoever sent the plan and the commission's lead hear how it was decided, save the person who decided.

    The comment stays on the page: an email is no place for it.
    """
    returned = word == "returned"
    said = f"{by} {word} the commissioning plan of “{plan.commission.title}”."
    if returned:
        said += " Read what has to change, change it, and send the plan again."
    elif comment:
        said += " There is a comment on it."
    people = {person.pk: person for person in (plan.submitted_by, plan.commission.lead) if person and person.pk != by.pk}
    tell_all(
        people.values(),
        key=f"plan:{plan.pk}:{word}:{plan.version}",
        subject=f"{word.capitalize()}: commissioning plan of {plan.commission}",
        body=said,
        url=_url(plan.commission),
        action="Change the plan and send it again" if returned else "Read the approved plan",
        by=planned.day_before(plan.commission, "notice", "tender") if returned else None,
        why="You get this because you sent the plan for approval or lead the commission.",
        private=comment,
        for_information=not returned,
    )


@transaction.atomic
def return_plan(plan: Plan, *, by, comment: str, expected_version: Shown = AS_READ) -> Plan:
    """Send it back with reasons."""
    plan = locked(plan, expected_version)
    target = PLAN.target("return", plan.status)
    permissions.check_can_decide_plan(by, plan)
    check_request(comment, "Say what has to change")
    save_changes(plan, status=target, decided_at=clock.now(), decided_by=by, decision_comment=comment)
    record(
        "return plan",
        "returned the commissioning plan",
        by=by,
        about=[plan, plan.commission],
        council=plan.commission.council,
        reason=comment,
    )
    _tell_decision(plan, by=by, word="returned", comment=comment)
    return plan


@transaction.atomic
def approve_plan(plan: Plan, *, by, comment: str = "", expected_version: Shown = AS_READ) -> Plan:
    """Approve it: somebody other than who submitted it. The outcomes that have requirements are approved with it."""
    plan = locked(plan, expected_version)
    target = PLAN.target("approve", plan.status)
    permissions.check_can_decide_plan(by, plan)
    save_changes(plan, status=target, decided_at=clock.now(), decided_by=by, decision_comment=comment)
    for sought in plan.commission.sought_outcomes.filter(
        status=SoughtStatus.PROVISIONAL, requirements__removed_at=None
    ).distinct():
        if sought.requirements.filter(removed_at=None).exists():
            save_changes(sought, status=SOUGHT_OUTCOME.target("approve", sought.status))
    record(
        "approve plan",
        "approved the commissioning plan",
        by=by,
        about=[plan, plan.commission],
        council=plan.commission.council,
        reason=comment,
    )
    issue_plan(plan.commission, by=by)
    _tell_decision(plan, by=by, word="approved", comment=comment)
    return plan


@transaction.atomic
def reopen_plan(plan: Plan, *, by, reason: str) -> Plan:
    """Take an approved plan back to draft, before a tender is published from it or after each that was has ended without award.

    What such a tender asked for stays as its bidders read it (``check_plan_open``).
    """
    plan = locked(plan, AS_READ)
    permissions.check_can_edit(by, plan.commission)
    target = PLAN.target("reopen", plan.status)
    if plan.commission.tenders.filter(published_at__isnull=False, terminated_at=None).exists():
        raise WrongState("A tender was published from this plan. Amend the tender instead.")
    check_reason(reason, "Say why the plan is reopened")
    save_changes(plan, status=target, decided_at=None, decided_by=None, submitted_at=None, submitted_by=None)
    record(
        "reopen plan",
        "reopened the plan",
        by=by,
        about=[plan, plan.commission],
        council=plan.commission.council,
        reason=reason,
    )
    return plan


@transaction.atomic
def comment_on_plan(plan: Plan, *, by, text: str) -> PlanComment:
    """A comment of whoever edits or approves plans."""
    permissions.check_can_comment(by, plan)
    if not text.strip():
        raise Refused("Write your comment", "text")
    comment = PlanComment.objects.create(plan=plan, text=text, by=by)
    record(
        "comment",
        "commented on the plan",
        by=by,
        about=[plan, plan.commission],
        council=plan.commission.council,
        reason=text,
    )
    return comment


@transaction.atomic
def issue_plan(commission: Commission, *, by) -> FrozenDocument:
    """Freeze the plan as a numbered document."""
    return freeze(commission, "plan", contents.plan_content(commission), by=by)


def check_not_with_approver(commission: Commission) -> None:
    plan = Plan.objects.filter(commission=commission).first()  # never a cached one
    if plan is not None and plan.status == PlanStatus.SUBMITTED:
        raise WrongState("The plan is with its approver. Wait until it is approved or returned.")


def check_plan_open(by, commission: Commission) -> None:
    """Requirements rest once the plan is with its approver; reopening it is a step of its own.

    What a published tender asks for stays as bidders read it, plan or no plan: below the council's limit there may be none.
    """
    if commission.tenders.filter(published_at__isnull=False).exists():
        raise WrongState("A tender was published with these requirements, so they stay as they are. Amend the tender instead.")
    plan = Plan.objects.filter(commission=commission).first()  # never a cached one
    if plan is not None:
        permissions.check_can_edit_plan(by, plan)
