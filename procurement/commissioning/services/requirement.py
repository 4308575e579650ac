"""The specific requirements made of a sought outcome."""

from decimal import Decimal

from django.db import transaction

from procurement.commissioning import permissions
from procurement.commissioning.calculations.details import REQUIREMENT_EDITABLE, RequirementDetails
from procurement.commissioning.calculations.sizing import sized_target
from procurement.commissioning.enums import RequirementUse, SoughtStatus
from procurement.commissioning.models import Commission, Requirement, RequirementVersion, SoughtOutcome
from procurement.commissioning.services.plan import check_plan_open
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import check_editable, locked, save_changes

# The three questions of relevance and proportion
TESTS = ("linked_to_subject", "in_area", "in_scale")
WORDS = {
    "wording": "Write the requirement in plain English",
    "measure_text": "Say how it will be measured",
    "unit": "Say what is counted",
    "evidence": "Say what the provider will be asked to show",
}


@transaction.atomic
def require(sought: SoughtOutcome, details: RequirementDetails, *, by) -> Requirement:
    """Make a sought outcome specific.

    Raises Refused at the field; a requirement that fails a test of relevance or proportion cannot be scored.
    """
    commission = Commission.objects.select_for_update(of=("self",)).get(pk=sought.commission_id)
    permissions.check_can_edit(by, commission)
    check_plan_open(by, commission)
    if sought.status == SoughtStatus.DROPPED:
        raise Refused("This outcome was dropped. Reinstate it first.", "sought")
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
def reword_requirement(requirement: Requirement, *, by, reason: str, expected_version: Shown = AS_READ, **changes) -> Requirement:
    """Change fields of REQUIREMENT_EDITABLE; what it said before is kept as a version with the reason."""
    check_editable(changes, REQUIREMENT_EDITABLE)
    requirement = locked(requirement, expected_version)
    permissions.check_can_edit(by, requirement.commission)
    check_plan_open(by, requirement.commission)
    if requirement.removed_at:
        raise WrongState("This requirement was removed. Add a new one.")
    check_reason(reason, "Say why the requirement changes")
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
    requirement = locked(requirement, AS_READ)
    permissions.check_can_edit(by, requirement.commission)
    check_plan_open(by, requirement.commission)
    if requirement.removed_at:
        raise WrongState("This requirement was removed already")
    check_reason(reason, "Say why it is removed")
    if requirement.questions.exists():
        raise Refused("A tender's question asks for it. Remove it from the question first.", "reason")
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


def _check_requirement(commission: Commission, **given) -> None:
    problems = [(name, text) for name, text in WORDS.items() if name in given and not given[name].strip()]
    target, measure, size = given.get("target"), given.get("measure"), given.get("pounds_per_unit")
    if target is not None and target < 0:
        problems.append(("target", "The target must be 0 or more"))
    if size is not None and size <= 0:
        problems.append(("pounds_per_unit", "Enter how many pounds one unit stands for: more than £0"))
    if measure is not None and measure.outcome.priority.version_id != commission.framework_id:
        problems.append(("measure", "Choose a measure of the framework this commission uses"))
    if given.get("use") == RequirementUse.SCORED and any(given.get(name) is False for name in TESTS):
        problems.append(
            (
                "use",
                "It fails a test of relevance or proportion, so it cannot be scored. Change it, or make it an unscored KPI.",
            )
        )
    if problems:
        raise Refused(problems)


def _sized(commission: Commission, pounds_per_unit: Decimal) -> Decimal:
    if pounds_per_unit <= 0:
        raise Refused("Enter how many pounds one unit stands for: more than £0", "pounds_per_unit")
    target = sized_target(commission.estimated_value, pounds_per_unit)
    if not target:
        raise Refused("At this size the commission is too small for even one. Enter a target yourself.", "pounds_per_unit")
    return target
