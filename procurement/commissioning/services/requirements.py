"""Sought outcomes and the specific requirements made of them."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from procurement.commissioning import permissions
from procurement.commissioning.enums import Period, RequirementUse, SoughtStatus
from procurement.commissioning.models import Commission, Requirement, RequirementVersion, SoughtOutcome
from procurement.commissioning.workflow import SOUGHT_OUTCOME
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.saving import locked, save_changes


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
    remarks = list(remarks)
    _check_remarks(commission, remarks)
    if not wording.strip():
        raise Refused("Write the difference you want to see.", "wording")
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
def edit_outcome(
    sought: SoughtOutcome, *, by, expected_version: int | None = None, remarks=None, **changes
) -> SoughtOutcome:
    """Change a sought outcome. An approved one becomes provisional again and is approved with the plan."""
    sought = locked(sought, expected_version)
    permissions.check_can_edit(by, sought.commission)
    _check_plan_open(by, sought.commission)
    if sought.status == SoughtStatus.APPROVED:
        changes["status"] = SOUGHT_OUTCOME.target("take up again", sought.status)
    changed = save_changes(sought, **changes)
    if remarks is not None:
        remarks = list(remarks)
        _check_remarks(sought.commission, remarks)
        sought.remarks.set(remarks)
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
def require(
    sought: SoughtOutcome,
    *,
    by,
    wording: str,
    measure_text: str,
    unit: str,
    evidence: str,
    use: str = RequirementUse.SCORED,
    measure=None,
    target: Decimal | None = None,
    per: str = Period.TERM,
    **tests,
) -> Requirement:
    """Make a sought outcome specific. ``tests`` are the model's fields of sizing, relevance, proportion and risk."""
    commission = Commission.objects.select_for_update(of=("self",)).get(pk=sought.commission_id)
    permissions.check_can_edit(by, commission)
    _check_plan_open(by, commission)
    if sought.status == SoughtStatus.DROPPED:
        raise Refused("This outcome was dropped. Take it up again first.", "sought")
    requirement = Requirement.objects.create(
        commission=commission,
        sought=sought,
        code=f"R{commission.requirements.count() + 1}",
        wording=wording,
        use=use,
        measure=measure,
        measure_text=measure_text,
        unit=unit,
        evidence=evidence,
        target=target,
        per=per,
        **tests,
    )
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
    """Change a requirement; what it said before is kept as a version with the reason."""
    requirement = locked(requirement, expected_version)
    permissions.check_can_edit(by, requirement.commission)
    _check_plan_open(by, requirement.commission)
    if not reason.strip():
        raise Refused("Say why the requirement changes.", "reason")
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


def _check_remarks(commission: Commission, remarks: list) -> None:
    if any(r.commission_id != commission.pk for r in remarks):
        raise Refused("Choose remarks of this commission.", "remarks")


def _check_plan_open(by, commission: Commission) -> None:
    """Requirements rest once the plan is with its approver; reopening it is a step of its own."""
    plan = getattr(commission, "plan", None)
    if plan is not None:
        permissions.check_can_edit_plan(by, plan)
