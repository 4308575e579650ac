"""A council's list of scales, and on which of them a KPI's people are measured."""

from django.db import transaction

from contracts.evidence.models import Individual, KpiScale, Scale
from contracts.evidence.permissions import check_can_keep_scales, check_can_set_scale
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.saving import locked, save_changes

# (name, lowest, highest, whether a licence is needed): names and numbers only, none of their questions
USUAL = (
    ("Wellbeing in ten steps", 1, 10, False),
    ("Life satisfaction (ONS)", 0, 10, False),
    ("Recovery Star", 1, 10, True),
)
LOWEST, HIGHEST = -100, 100


@transaction.atomic
def add_scale(council, *, by, name: str, low: int, high: int, higher_is_better: bool = True, licensed: bool = False) -> Scale:
    """Put a scale on the council's list. Raises Refused on the field that is wrong."""
    check_can_keep_scales(by, council)
    name = " ".join(name.split())
    problems = []
    if not name:
        problems.append(("name", "Enter what the scale is called"))
    elif Scale.objects.filter(council=council, name__iexact=name).exists():
        problems.append(("name", "There is a scale of this name already"))
    if not LOWEST <= low < high <= HIGHEST:
        problems.append(("high", f"The highest step must be above the lowest, and both between {LOWEST} and {HIGHEST}"))
    if problems:
        raise Refused(problems)
    scale = Scale.objects.create(
        council=council, name=name, low=low, high=high, higher_is_better=higher_is_better, licensed=licensed, added_by=by
    )
    record("added a scale", f"added the scale “{scale}”", by=by, about=scale, council=council)
    return scale


@transaction.atomic
def add_usual_scales(council, *, by) -> int:
    """Those of the usual scales that are not on the list yet; how many were added."""
    check_can_keep_scales(by, council)
    there = {name.lower() for name in Scale.objects.filter(council=council).values_list("name", flat=True)}
    new = [scale for scale in USUAL if scale[0].lower() not in there]
    for name, low, high, licensed in new:
        add_scale(council, by=by, name=name, low=low, high=high, licensed=licensed)
    return len(new)


@transaction.atomic
def end_scale(scale: Scale, *, by, expected_version: Shown = AS_READ) -> Scale:
    """Offer a scale no longer; KPIs that are measured on it go on."""
    scale = locked(scale, expected_version)
    check_can_keep_scales(by, scale.council)
    if scale.ended_at:
        raise WrongState("This scale is no longer offered already")
    save_changes(scale, ended_at=clock.now())
    record("ended a scale", f"offers the scale “{scale}” no longer", by=by, about=scale, council=scale.council)
    return scale


@transaction.atomic
def set_scale(kpi, *, by, scale: Scale, expected_version: Shown = AS_READ) -> KpiScale:
    """Say on which scale a KPI's people are measured, before anybody was; the supplier is asked for them from then on."""
    kpi = locked(kpi, expected_version)
    check_can_set_scale(by, kpi)
    contract = kpi.obligation.contract
    if scale.council_id != contract.council_id or scale.ended_at:
        raise Refused("Choose a scale from the list", "scale")
    now = KpiScale.objects.select_for_update().filter(kpi=kpi).first()
    if now is None:
        now = KpiScale.objects.create(kpi=kpi, scale=scale, set_by=by)
    elif now.scale_id != scale.pk:
        if Individual.objects.filter(due__kpi=kpi).exists():
            raise WrongState("People are measured on another scale already: one KPI has one scale")
        save_changes(now, scale=scale, set_by=by, set_at=clock.now())
    else:
        return now
    record(
        "set a scale",
        f"measures the people of KPI {kpi.number} on “{scale}”",
        by=by,
        about=[kpi, kpi.obligation, contract],
        council=contract.council,
    )
    return now
