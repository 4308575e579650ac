"""The two jobs of this room. Each may be killed and run again: what is done already is not done twice."""

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.urls import reverse

from measurement.reports import services
from measurement.reports.documents.layout import pdf_context
from measurement.reports.documents.sections.stories import withdrawn_in
from measurement.reports.models import Report
from measurement.reports.selectors import Corrections, corrections
from socialvalue.documents.models import Document
from socialvalue.documents.services import keep, render_pdf
from socialvalue.jobs.models import Job

# (per cent, what is being done)
Progress = Callable[[int, str], None]
TEMPLATE = "measurement/reports/report_pdf.html"


def build_report(job: Job, progress: Progress) -> str:
    """Freeze, then make the PDF of what was frozen."""
    report = services.build(job.arguments["report"], progress)
    progress(75, "Making the PDF")
    make_pdf(report)
    return reverse("report", args=[report.reference])


def make_report_pdf(job: Job, progress: Progress) -> str:
    progress(20, "Making the PDF")
    report = Report.objects.get(pk=job.arguments["report"])
    make_pdf(report)
    return reverse("report", args=[report.reference])


def mark(report: Report, corrected: Corrections) -> str:
    """How a PDF says which save of the report it shows, and how many of the returns behind it were corrected by then."""
    since = f", {corrected.returns} corrected since" if corrected else ""
    gone = f", {withdrawn} withdrawn since" if (withdrawn := withdrawn_in(report.content)) else ""
    return f"{report.reference}, version {report.version}{since}{gone}"


def pdf_of(report: Report, corrected: Corrections | None = None) -> Document | None:
    """The PDF of the report as it stands, when it has been made."""
    corrected = corrections(report) if corrected is None else corrected
    return Document.objects.of(report).filter(description=mark(report, corrected)).first()


def make_pdf(report: Report) -> Document | None:
    """Draw the PDF and keep it in the place of earlier ones. The same report gives the same bytes.

    None when somebody saved the report meanwhile, or corrected a return behind it: that PDF is made by a job of its own.
    """
    corrected = corrections(report)
    found = pdf_of(report, corrected)
    if found:
        return found
    data = render_pdf(TEMPLATE, pdf_context(report, corrected), report.council)
    with transaction.atomic():
        current = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        now = corrections(current)
        if mark(current, now) != mark(report, corrected):
            return pdf_of(current, now)
        found = pdf_of(report, corrected)
        if found:
            return found
        for old in Document.objects.of(report):
            name, storage = old.file.name, old.file.storage
            assert name is not None, "a document is kept with its file"
            old.delete()
            transaction.on_commit(partial(storage.delete, name))
        return keep(
            data=data, name=f"{report.reference}.pdf", content_type="application/pdf", owner=report, by=None,
            description=mark(report, corrected), council=report.council,
        )  # fmt: skip
