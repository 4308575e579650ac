"""A frozen report stays as it was; its PDF says how many of its sources were corrected since."""

from datetime import datetime

from measurement.reports import selectors
from measurement.reports.models import Report
from measurement.reports.services.building import pdf_key
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import ask_for


def papers_to_make() -> list[tuple[Report, str]]:
    """Frozen reports whose PDF tells an earlier number of corrected sources, each with the key of the job that makes it anew.

    A job that failed is left to those who were told of it: asking again every minute would tell them every minute.
    """
    corrected = selectors.corrected_reports()
    reports = Report.objects.filter(pk__in=corrected).exclude(content={}).defer("content").order_by("pk")
    wanted = [(report, pdf_key(report, corrected[report.pk])) for report in reports if not report.is_building]
    asked = set(Job.objects.filter(key__in=[key for _, key in wanted]).values_list("key", flat=True))
    return [(report, key) for report, key in wanted if key not in asked]


def queue_corrected_pdfs(now: datetime) -> int:
    """Ask for the PDF of each; how many. Run twice, it asks for nothing the second time."""
    papers = papers_to_make()
    for report, key in papers:
        ask_for("report-pdf", key, by=None, arguments={"report": report.pk})
    # What was corrected until now needs no second look; the last minutes get one (``selectors.LATE``)
    Report.objects.filter(pk__in=[report.pk for report, _ in papers]).update(looked_at=now)
    return len(papers)
