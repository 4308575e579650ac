"""Sought outcomes: added, changed, dropped, taken up again."""

from collections.abc import Iterable

from django.db import transaction

from procurement.commissioning import permissions
from procurement.commissioning.calculations.details import OUTCOME_EDITABLE
from procurement.commissioning.enums import SoughtStatus
from procurement.commissioning.models import Commission, SoughtOutcome
from procurement.commissioning.services.plan import check_not_with_approver, check_plan_open
from procurement.commissioning.workflow import SOUGHT_OUTCOME
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import check_editable, locked, save_changes, set_first


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
    check_not_with_approver(commission)
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
    set_first(sought, remarks=remarks)
    record(
        "seek",
        f"added a provisional outcome: {wording[:200]}",
        by=by,
        about=[sought, commission],
        council=commission.council,
    )
    return sought


@transaction.atomic
def edit_outcome(sought: SoughtOutcome, *, by, expected_version: Shown = AS_READ, remarks=None, **changes) -> SoughtOutcome:
    """Change a sought outcome: ``changes`` are fields of OUTCOME_EDITABLE, None leaves the ``remarks``.

    An approved one becomes provisional again and is approved with the plan.
    """
    check_editable(changes, OUTCOME_EDITABLE)
    sought = locked(sought, expected_version)
    permissions.check_can_edit(by, sought.commission)
    check_plan_open(by, sought.commission)
    if sought.status == SoughtStatus.APPROVED:
        changes["status"] = SOUGHT_OUTCOME.target("take up again", sought.status)
    remarks = None if remarks is None else list(remarks)
    _check_outcome(sought.commission, remarks=remarks, **changes)
    changed = save_changes(sought, {"remarks": remarks}, **changes)
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
    sought = locked(sought, AS_READ)
    permissions.check_can_edit(by, sought.commission)
    check_plan_open(by, sought.commission)
    check_reason(reason, "Say why it is dropped")
    if sought.requirements.filter(removed_at=None).exists():
        raise Refused("Remove its requirements first", "reason")
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
    sought = locked(sought, AS_READ)
    permissions.check_can_edit(by, sought.commission)
    check_plan_open(by, sought.commission)
    save_changes(sought, status=SOUGHT_OUTCOME.target("take up again", sought.status), dropped_reason="")
    record(
        "take up",
        "reinstated a dropped outcome",
        by=by,
        about=[sought, sought.commission],
        council=sought.commission.council,
    )
    return sought


def _check_outcome(commission: Commission, *, remarks: list | None = None, **given) -> None:
    problems = []
    if "wording" in given and not given["wording"].strip():
        problems.append(("wording", "Enter the outcome you want to see"))
    outcome = given.get("outcome")
    if outcome is not None and outcome.priority.version_id != commission.framework_id:
        problems.append(("outcome", "Choose an outcome of the framework this commission uses"))
    if any(r.commission_id != commission.pk for r in remarks or ()):
        problems.append(("remarks", "Choose remarks of this commission"))
    if problems:
        raise Refused(problems)
