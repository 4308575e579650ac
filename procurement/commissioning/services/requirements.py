"""Sought outcomes and the specific requirements made of them."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from procurement.commissioning import permissions
from procurement.commissioning.calculations.details import (
    OUTCOME_EDITABLE,
    REQUIREMENT_EDITABLE,
    RequirementDetails,
)
from procurement.commissioning.calculations.sizing import sized_target
from procurement.commissioning.enums import PlanStatus, RequirementUse, SoughtStatus
from procurement.commissioning.models import Commission, Plan, Requirement, RequirementVersion, SoughtOutcome
from procurement.commissioning.workflow import SOUGHT_OUTCOME
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.saving import check_editable, locked, save_changes

# The three questions of relevance and proportion
TESTS = ("linked_to_subject", "in_area", "in_scale")
WORDS = {
    "wording": "Write the requirement in plain English.",
    "measure_text": "Say how it will be measured.",
    "unit": "Say what is counted.",
    "evidence": "Say what the provider will be asked to show.",
}


@transaction.atomic
def seek_outcome(
    commission: Commission,
    *,
    by,
    wording: str,
    category: str,
    outcome=None,
    remarks: Iterable = (),
    promoted_from: str = "",
    promoted_evidence: str = "",
    promoted_url: str = "",
) -> SoughtOutcome:
    """Add a provisional outcome. ``remarks`` are what was heard; a promoted one says where it was proven instead."""
    permissions.check_can_edit(by, commission)
    _check_not_with_approver(commission)
    remarks = list(remarks)
    _check_outcome(commission, wording=wording, outcome=outcome, remarks=remarks)
    sought = SoughtOutcome.objects.create(
        commission=commission,
        wording=wording,
        category=category,
        outcome=outcome,
        promoted_from=promoted_from,
        promoted_evidence=promoted_evidence,
        promoted_url=promoted_url,
    )
    sought.remarks.set(remarks)
    record(
        "seek",
        f"added a provisional outcome: {wording[:200]}",
        by=by,
        about=[sought, commission],
        council=commission.council,
    )
    return sought


@transaction.atomic
def edit_outcome(sought: SoughtOutcome, *, by, expected_version: int | None = None, remarks=None, **changes) -> SoughtOutcome:
    """Change a sought outcome: ``changes`` are fields of OUTCOME_EDITABLE, None leaves the ``remarks``.

    An approved one becomes provisional again and is approved with the plan.
    """
    check_editable(changes, OUTCOME_EDITABLE)
    sought = locked(sought, expected_version)
    permissions.check_can_edit(by, sought.commission)
    _check_plan_open(by, sought.commission)
    if sought.status == SoughtStatus.APPROVED:
        changes["status"] = SOUGHT_OUTCOME.target("take up again", sought.status)
    remarks = None if remarks is None else list(remarks)
    _check_outcome(sought.commission, remarks=remarks, **changes)
    changed = save_changes(sought, **changes)
    if remarks is not None:
        before = sorted(sought.remarks.values_list("pk", flat=True))
        sought.remarks.set(remarks)
        after = sorted(r.pk for r in remarks)
        if before != after:
            changed["remarks"] = [str(before), str(after)]
    record(
        "edit",
        "changed a sought outcome",
        by=by,
        about=[sought, sought.commission],
        council=sought.commission.council,
        changes=changed,
    )
    return sought


@transaction.atomic
def drop_outcome(sought: SoughtOutcome, *, by, reason: str) -> SoughtOutcome:
    """Drop it with a reason; it stays on the record. Refused while a requirement rests on it."""
    sought = locked(sought)
    permissions.check_can_edit(by, sought.commission)
    _check_plan_open(by, sought.commission)
    if not reason.strip():
        raise Refused("Say why it is dropped.", "reason")
    if sought.requirements.filter(removed_at=None).exists():
        raise Refused("Remove its requirements first.", "reason")
    save_changes(sought, status=SOUGHT_OUTCOME.target("drop", sought.status), dropped_reason=reason)
    record(
        "drop",
        "dropped a sought outcome",
        by=by,
        about=[sought, sought.commission],
        council=sought.commission.council,
        reason=reason,
    )
    return sought


@transaction.atomic
def take_up_outcome(sought: SoughtOutcome, *, by) -> SoughtOutcome:
    """Take up a dropped outcome again."""
    sought = locked(sought)
    permissions.check_can_edit(by, sought.commission)
    _check_plan_open(by, sought.commission)
    save_changes(sought, status=SOUGHT_OUTCOME.target("take up again", sought.status), dropped_reason="")
    record(
        "take up",
        "took up a dropped outcome again",
        by=by,
        about=[sought, sought.commission],
        council=sought.commission.council,
    )
    return sought


@transaction.atomic
def require(sought: SoughtOutcome, details: RequirementDetails, *, by) -> Requirement:
    """Make a sought outcome specific.

    Raises Refused at the field; a requirement that fails a test of relevance or proportion cannot be scored.
    """
    commission = Commission.objects.select_for_update(of=("self",)).get(pk=sought.commission_id)
    permissions.check_can_edit(by, commission)
    _check_plan_open(by, commission)
    if sought.status == SoughtStatus.DROPPED:
        raise Refused("This outcome was dropped. Take it up again first.", "sought")
    given = details.values()
    if details.target is None and details.pounds_per_unit:
        given["target"] = _sized(commission, details.pounds_per_unit)
    _check_requirement(commission, **given)
    code = f"R{commission.requirements.count() + 1}"
    requirement = Requirement.objects.create(commission=commission, sought=sought, code=code, **given)
    record(
        "require",
        f"added requirement {requirement.code}",
        by=by,
        about=[requirement, commission],
        council=commission.council,
    )
    return requirement


@transaction.atomic
def reword_requirement(
    requirement: Requirement, *, by, reason: str, expected_version: int | None = None, **changes
) -> Requirement:
    """Change fields of REQUIREMENT_EDITABLE; what it said before is kept as a version with the reason."""
    check_editable(changes, REQUIREMENT_EDITABLE)
    requirement = locked(requirement, expected_version)
    permissions.check_can_edit(by, requirement.commission)
    _check_plan_open(by, requirement.commission)
    if requirement.removed_at:
        raise WrongState("This requirement was removed. Add a new one.")
    if not reason.strip():
        raise Refused("Say why the requirement changes.", "reason")
    if changes.get("pounds_per_unit") and "target" in changes and changes["target"] is None:
        changes["target"] = _sized(requirement.commission, changes["pounds_per_unit"])
    tests = {name: getattr(requirement, name) for name in ("use", *TESTS)}
    _check_requirement(requirement.commission, **{**tests, **changes})
    before = RequirementVersion(
        requirement=requirement,
        number=requirement.versions.count() + 1,
        wording=requirement.wording,
        target=requirement.target,
        unit=requirement.unit,
        reason=reason,
        by=by,
    )
    changed = save_changes(requirement, **changes)
    if changed:
        before.save()
        record(
            "reword",
            f"changed requirement {requirement.code}",
            by=by,
            about=[requirement, requirement.commission],
            council=requirement.commission.council,
            reason=reason,
            changes=changed,
        )
    return requirement


@transaction.atomic
def remove_requirement(requirement: Requirement, *, by, reason: str) -> Requirement:
    """Take a requirement out, with a reason; it stays on the record. Refused when a tender asks for it."""
    requirement = locked(requirement)
    permissions.check_can_edit(by, requirement.commission)
    _check_plan_open(by, requirement.commission)
    if requirement.removed_at:
        raise WrongState("This requirement was removed already.")
    if not reason.strip():
        raise Refused("Say why it is removed.", "reason")
    if requirement.questions.exists():
        raise Refused("A tender's question asks for it. Take it out of the question first.", "reason")
    save_changes(requirement, removed_at=clock.now(), removed_reason=reason)
    record(
        "remove",
        f"removed requirement {requirement.code}",
        by=by,
        about=[requirement, requirement.commission],
        council=requirement.commission.council,
        reason=reason,
    )
    return requirement


def _check_outcome(commission: Commission, *, remarks: list | None = None, **given) -> None:
    problems = []
    if "wording" in given and not given["wording"].strip():
        problems.append(("wording", "Write the difference you want to see."))
    outcome = given.get("outcome")
    if outcome is not None and outcome.priority.version_id != commission.framework_id:
        problems.append(("outcome", "Choose an outcome of the framework this commission uses."))
    if any(r.commission_id != commission.pk for r in remarks or ()):
        problems.append(("remarks", "Choose remarks of this commission."))
    if problems:
        raise Refused(problems)


def _check_requirement(commission: Commission, **given) -> None:
    problems = [(name, text) for name, text in WORDS.items() if name in given and not given[name].strip()]
    target, measure, size = given.get("target"), given.get("measure"), given.get("pounds_per_unit")
    if target is not None and target < 0:
        problems.append(("target", "The target cannot be less than nothing."))
    if size is not None and size <= 0:
        problems.append(("pounds_per_unit", "Enter how many pounds one unit stands for: more than nothing."))
    if measure is not None and measure.outcome.priority.version_id != commission.framework_id:
        problems.append(("measure", "Choose a measure of the framework this commission uses."))
    if given.get("use") == RequirementUse.SCORED and any(given.get(name) is False for name in TESTS):
        problems.append(
            (
                "use",
                "It fails a test of relevance or proportion, so it cannot be scored. "
                "Change it, or make it an unscored indicator.",
            )
        )
    if problems:
        raise Refused(problems)


def _sized(commission: Commission, pounds_per_unit: Decimal) -> Decimal:
    if pounds_per_unit <= 0:
        raise Refused("Enter how many pounds one unit stands for: more than nothing.", "pounds_per_unit")
    target = sized_target(commission.estimated_value, pounds_per_unit)
    if not target:
        raise Refused("At this size the commission is too small for even one. Enter a target yourself.", "pounds_per_unit")
    return target


def _check_not_with_approver(commission: Commission) -> None:
    plan = Plan.objects.filter(commission=commission).first()  # never a cached one
    if plan is not None and plan.status == PlanStatus.SUBMITTED:
        raise WrongState("The plan is with its approver. Wait until it is approved or returned.")


def _check_plan_open(by, commission: Commission) -> None:
    """Requirements rest once the plan is with its approver; reopening it is a step of its own.

    What a published tender asks for stays as bidders read it, plan or no plan: below the council's limit there may be none.
    """
    if commission.tenders.filter(published_at__isnull=False).exists():
        raise WrongState("A tender was published with these requirements, so they stay as they are. Amend the tender instead.")
    plan = Plan.objects.filter(commission=commission).first()  # never a cached one
    if plan is not None:
        permissions.check_can_edit_plan(by, plan)
