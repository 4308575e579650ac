"""Reports of a schedule are made by themselves on their day."""

from datetime import datetime

from measurement.reports.models import ReportSchedule
from measurement.reports.services import make_due_reports
from socialvalue.common.timed import Event, day_of, midnight


def due(now: datetime) -> list[Event]:
    """Schedules whose day has come."""
    rows = ReportSchedule.objects.filter(next_on__lte=day_of(now))
    return [Event(midnight(s.next_on), "make a report", str(s)) for s in rows]


def apply(now: datetime) -> int:
    """Ask for every report whose day has come; how many were."""
    return make_due_reports(now)
