"""Reports of a schedule are made by themselves on their day; PDFs are made anew when returns behind them were corrected."""

from datetime import datetime

from measurement.reports.models import ReportSchedule
from measurement.reports.services import make_due_reports, queue_corrected_pdfs
from measurement.reports.services.correcting import papers_to_make
from socialvalue.common.timed import Event, day_of, midnight


def due(now: datetime) -> list[Event]:
    """Schedules whose day has come, and papers that do not tell yet what was corrected."""
    rows = ReportSchedule.objects.filter(next_on__lte=day_of(now))
    papers = [Event(now, "say what was corrected", report.reference) for report, _ in papers_to_make()]
    return [Event(midnight(s.next_on), "make a report", str(s)) for s in rows] + papers


def apply(now: datetime) -> int:
    """Ask for every report whose day has come and every paper that is behind; how many were."""
    return make_due_reports(now) + queue_corrected_pdfs(now)
