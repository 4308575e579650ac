"""Start, describe and move a commission; the Act's record; lessons."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction

from procurement.commissioning import permissions, selectors
from procurement.commissioning.enums import ActPoint, CommissionKind, PlanStatus, Stage
from procurement.commissioning.models import ActConsideration, Commission, Lesson, StageChange
from procurement.commissioning.workflow import COMMISSION
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.references import next_reference
from socialvalue.common.saving import locked, save_changes


@transaction.atomic
def create_commission(
    *,
    by,
    council,
    title: str,
    summary: str,
    directorate,
    people: str,
    category: str,
    estimated_value: Decimal,
    term_months: int,
    kind: str = CommissionKind.CONTRACT,
    light_touch: bool = False,
    extension_months: int = 0,
    starts_on: date | None = None,
    framework=None,
    earlier: Commission | None = None,
    districts: Iterable = (),
    lead=None,
    in_forward_plan: bool = True,
    illustrative: bool = False,
) -> Commission:
    """Start a commission in its analyse stage. ``estimated_value``: pounds over the term, VAT included.

    Raises NotAllowed, or Refused when the directorate or the earlier commission is another council's.
    """
    permissions.check_can_create(by, council)
    if directorate.council_id != council.pk:
        raise Refused("Choose a directorate of your own council.", "directorate")
    if earlier is not None and earlier.council_id != council.pk:
        raise Refused("The earlier commission belongs to another council.", "earlier")
    commission = Commission.objects.create(
        reference=next_reference("COM"),
        council=council,
        title=title,
        summary=summary,
        kind=kind,
        directorate=directorate,
        people=people,
        category=category,
        estimated_value=estimated_value,
        term_months=term_months,
        extension_months=extension_months,
        light_touch=light_touch,
        starts_on=starts_on,
        framework=framework,
        earlier=earlier,
        lead=lead or by,
        in_forward_plan=in_forward_plan,
        illustrative=illustrative,
        created_by=by,
    )
    commission.districts.set(districts)
    StageChange.objects.create(commission=commission, stage=commission.stage, by=by)
    record("create", f"started the commission “{title}”", by=by, about=commission, council=council)
    return commission


@transaction.atomic
def edit_commission(
    commission: Commission, *, by, expected_version: int | None = None, districts=None, **changes
) -> Commission:
    """Change the description. Raises Conflict when somebody saved it since ``expected_version``."""
    commission = locked(commission, expected_version)
    permissions.check_can_edit(by, commission)
    directorate = changes.get("directorate")
    if directorate is not None and directorate.council_id != commission.council_id:
        raise Refused("Choose a directorate of your own council.", "directorate")
    earlier = changes.get("earlier")
    if earlier is not None and (earlier.pk == commission.pk or earlier.council_id != commission.council_id):
        raise Refused("Choose another commission of your own council.", "earlier")
    changed = save_changes(commission, **changes)
    if districts is not None:
        before = {d.name for d in commission.districts.all()}
        commission.districts.set(districts)
        after = {d.name for d in districts}
        if before != after:
            changed["districts"] = [", ".join(sorted(before)), ", ".join(sorted(after))]
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

    To *do* needs an approved plan, save for in-house services and what is below the council's plan value.
    Closing needs a reason.
    """
    commission = locked(commission)
    permissions.check_can_edit(by, commission)
    target = COMMISSION.target(verb, commission.stage)
    if target == Stage.DO and selectors.plan_needed(commission):
        plan = getattr(commission, "plan", None)
        if plan is None or plan.status != PlanStatus.APPROVED:
            raise WrongState("The commissioning plan has to be approved before the commission moves to “Do”.")
    if target == Stage.CLOSED and not reason.strip():
        raise Refused("Say why the commission is closed.", "reason")
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


@transaction.atomic
def consider(commission: Commission, *, by, point: str, text: str, considered_on: date) -> ActConsideration:
    """Record one consideration under section 1 of the 2012 Act. A later one stands beside the earlier, never over it."""
    permissions.check_can_edit(by, commission)
    if not text.strip():
        raise Refused("Write what was considered and what follows from it.", "text")
    if considered_on > clock.today():
        raise Refused("The date cannot be in the future.", "considered_on")
    consideration = ActConsideration.objects.create(
        commission=commission, point=point, text=text, considered_on=considered_on, officer=by
    )
    label = ActPoint(point).label
    record(
        "consider",
        f"recorded under the Social Value Act: {label}",
        by=by,
        about=[consideration, commission],
        council=commission.council,
    )
    return consideration


@transaction.atomic
def learn(commission: Commission, *, by, text: str, for_whom: str = "") -> Lesson:
    """Record a lesson of the review stage."""
    permissions.check_can_edit(by, commission)
    if not text.strip():
        raise Refused("Write what was learned.", "text")
    lesson = Lesson.objects.create(commission=commission, text=text, for_whom=for_whom, by=by)
    record("learn", "recorded a lesson", by=by, about=[lesson, commission], council=commission.council)
    return lesson
