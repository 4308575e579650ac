"""How much of a figure is the provider's own work, on the page of a return."""

from contracts.evidence.calculations.attribution import OwnWork, own_work
from contracts.evidence.models import Attribution
from contracts.performance.enums import Kind


def own_work_of(version, kpi) -> OwnWork | None:
    """Of a number that is added up with what is left of it; of a share or a level the percentages alone."""
    try:
        found = version.attribution
    except Attribution.DoesNotExist:
        return None
    return own_work(version.value if kpi.kind == Kind.SUM else None, found.shares)
