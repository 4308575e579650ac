"""Reads of what people reached, and of the scales they are measured on."""

from dataclasses import dataclass
from fractions import Fraction

from contracts.evidence.calculations.individuals import Changes, Shown, changes_of, shown_outside
from contracts.evidence.models import Individual, KeptChanges, KpiScale, Scale
from contracts.obligations.models import Kpi
from contracts.schedule.models import DueReturn


def scale_of(kpi: Kpi) -> Scale | None:
    found = KpiScale.objects.select_related("scale").filter(kpi=kpi).first()
    return found.scale if found else None


def codes_before(due: DueReturn) -> dict[str, int]:
    """Code → baseline of the people of earlier periods of the KPI, the latest counting."""
    rows = Individual.objects.filter(due__kpi=due.kpi_id, due__starts_on__lt=due.starts_on).order_by("due__starts_on")
    return dict(rows.values_list("code", "baseline"))


def changes_in(due: DueReturn, scale: Scale) -> Changes:
    """The figures of a period: of its people, or as they were kept when these were deleted."""
    if kept := KeptChanges.objects.filter(due=due).first():
        middle = None if kept.median_twice is None else Fraction(kept.median_twice, 2)
        return Changes(kept.people, kept.improved, kept.same, kept.fell, middle, kept.not_yet)
    rows = Individual.objects.filter(due=due).values_list("baseline", "now")
    return changes_of(rows, higher_is_better=scale.higher_is_better)


@dataclass(frozen=True)
class Reached:
    """What a page says of the people of a period. ``whole`` for those who vouch for it, ``shown`` for everybody else."""

    scale: Scale
    whole: Changes | None
    shown: Shown | None
    deleted: bool


def reached_in(due: DueReturn, scale: Scale, *, vouches: bool) -> Reached:
    """``vouches``: whether whoever asks reads all of it; for others what is too few is left out."""
    found = changes_in(due, scale)
    deleted = KeptChanges.objects.filter(due=due).exists()
    return Reached(scale, found if vouches else None, None if vouches else shown_outside(found), deleted)
