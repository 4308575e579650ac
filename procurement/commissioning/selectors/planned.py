"""Days of a commission's timetable that messages say. A phase is named as in the timetable (``pipeline.enums.Phase``)."""

from datetime import date, timedelta

from procurement.commissioning.models import Commission
from socialvalue.common import clock


def first_day(commission: Commission, *phases: str) -> date | None:
    """The first day of the earliest of these phases, while it is not past; None without one."""
    return _ahead(commission.phases.filter(phase__in=phases).order_by("starts_on").values_list("starts_on", flat=True).first())


def last_day(commission: Commission, phase: str) -> date | None:
    """The last day of the phase, while it is not past; None without one."""
    return _ahead(commission.phases.filter(phase=phase).values_list("ends_on", flat=True).first())


def day_before(commission: Commission, *phases: str) -> date | None:
    """The day before the earliest of these phases begins, while it is not past; None without one."""
    first = first_day(commission, *phases)
    return _ahead(first - timedelta(days=1)) if first else None


def _ahead(day: date | None) -> date | None:
    return day if day is not None and day >= clock.today() else None
