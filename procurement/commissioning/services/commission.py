"""Start, describe and move a commission."""

from django.db import transaction

from procurement.commissioning import permissions, selectors
from procurement.commissioning.calculations.details import COMMISSION_EDITABLE, CommissionDetails
from procurement.commissioning.enums import PlanStatus, Stage
from procurement.commissioning.models import Commission, StageChange
from procurement.commissioning.workflow import COMMISSION
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.references import next_reference
from socialvalue.common.saving import check_editable, locked, save_changes, set_first
from socialvalue.framework.enums import VersionStatus

REASON_NEEDED = {
    "close": "Say why the commission is closed",
    "go back to analyse": "Say why the commission goes back to “Analyse”",
}
WORDS = {
    "title": "Enter a title",
    "summary": "Say what the service is for",
    "people": "Say who the service is for",
    "category": "Say what is bought",
}


@transaction.atomic
def create_commission(details: CommissionDetails, *, by, council) -> Commission:
    """Start a commission in its analyse stage.

    Raises NotAllowed, or Refused with every problem at its field: nothing may belong to another council.
    """
    permissions.check_can_create(by, council)
    given = details.values()
    _check_description(council, **given)
    districts = given.pop("districts")
    given["lead"] = details.lead or by
    commission = Commission.objects.create(reference=next_reference("COM"), council=council, created_by=by, **given)
    set_first(commission, districts=districts)
    StageChange.objects.create(commission=commission, stage=commission.stage, by=by)
    record("create", f"started the commission “{commission.title}”", by=by, about=commission, council=council)
    return commission


@transaction.atomic
def edit_commission(commission: Commission, *, by, expected_version: Shown = AS_READ, districts=None, **changes) -> Commission:
    """Change the description: ``changes`` are fields of COMMISSION_EDITABLE, None leaves the ``districts``.

    Raises Conflict when somebody saved it since ``expected_version``.
    """
    check_editable(changes, COMMISSION_EDITABLE)
    commission = locked(commission, expected_version)
    permissions.check_can_edit(by, commission)
    _check_description(commission.council, commission=commission, **changes)
    _check_what_was_approved(commission, changes)
    changed = save_changes(commission, {"districts": districts}, **changes)
    if changed:
        record(
            "edit",
            "changed the commission",
            by=by,
            about=commission,
            council=commission.council,
            changes=changed,
        )
    return commission


@transaction.atomic
def move_stage(commission: Commission, verb: str, *, by, reason: str = "") -> Commission:
    """Move along the cycle by a verb of the COMMISSION table.

    To *plan* needs an issued diagnostic report or a reason; to *do* an approved plan, save for in-house services and
    what is below the council's plan value. Closing and going back need a reason.
    """
    commission = locked(commission, AS_READ)
    permissions.check_can_edit(by, commission)
    target = COMMISSION.target(verb, commission.stage)
    if target == Stage.DO and selectors.plan_needed(commission):
        plan = getattr(commission, "plan", None)
        if plan is None or plan.status != PlanStatus.APPROVED:
            raise WrongState("The commissioning plan has to be approved before the commission moves to “Do”")
    if verb in REASON_NEEDED:
        check_reason(reason, REASON_NEEDED[verb])
    elif target == Stage.PLAN and not selectors.diagnostic_issued(commission):
        check_reason(reason, "Issue the diagnostic report first, or say why this commission goes on without one")
    save_changes(commission, stage=target)
    StageChange.objects.create(commission=commission, stage=target, by=by)
    record(
        "move",
        f"moved the commission to “{Stage(target).label}”",
        by=by,
        about=commission,
        council=commission.council,
        reason=reason,
    )
    return commission


def _check_description(council, *, commission: Commission | None = None, **given) -> None:
    """Every problem of what was given, each at its field; what was not given is not looked at."""
    problems = [(name, text) for name, text in WORDS.items() if name in given and not given[name].strip()]
    value, term = given.get("estimated_value"), given.get("term_months")
    if value is not None and value < 0:
        problems.append(("estimated_value", "The value must be £0 or more"))
    if term is not None and term < 1:
        problems.append(("term_months", "The term must be at least one month"))
    light_touch = given.get("light_touch", commission.light_touch if commission else False)
    if given.get("works", commission.works if commission else False) and light_touch:
        problems.append(("works", "Works do not fall under the light touch rules. Choose one of the two."))
    directorate, earlier = given.get("directorate"), given.get("earlier")
    if directorate is not None and directorate.council_id != council.pk:
        problems.append(("directorate", "Choose a directorate of your own council"))
    if earlier is not None and (earlier.council_id != council.pk or (commission and earlier.pk == commission.pk)):
        problems.append(("earlier", "Choose another commission of your own council"))
    lead, framework = given.get("lead"), given.get("framework")
    if lead is not None and (commission is None or lead.pk != commission.lead_id) and not permissions.can_create(lead, council):
        problems.append(("lead", "Choose somebody who drafts commissions of your council"))
    new_framework = framework is not None and (commission is None or framework.pk != commission.framework_id)
    if new_framework and not _may_use(framework, council):
        problems.append(("framework", "Choose a published framework that your council may use"))
    if problems:
        raise Refused(problems)


def _may_use(framework, council) -> bool:
    return framework.status == VersionStatus.PUBLISHED and framework.framework.council_id in (None, council.pk)


def _check_what_was_approved(commission: Commission, changes: dict) -> None:
    """The approver decided on this value, term and kind: while the plan is with them or approved they stay.

    Kind and light touch choose the law's periods, so they stay for good once a tender was published.
    """
    if commission.tenders.filter(published_at__isnull=False).exists():
        moved = [n for n in ("kind", "light_touch", "works") if n in changes and changes[n] != getattr(commission, n)]
        if moved:
            raise Refused([(n, "A tender was published on this basis, so it stays") for n in moved])
    plan = getattr(commission, "plan", None)
    if plan is None or plan.status not in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        return
    problems = [
        (name, f"The plan is “{plan.get_status_display()}” on this basis. Reopen the plan before changing it.")
        for name in ("kind", "estimated_value", "term_months", "light_touch", "works")
        if name in changes and changes[name] != getattr(commission, name)
    ]
    if problems:
        raise Refused(problems)
