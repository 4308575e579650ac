"""A person withdrew their story: reports that showed it lose its words at once, and their PDFs are made again without them."""

from functools import partial

from django.db import transaction

from contracts.evidence.models import Story
from measurement.reports.documents.sections.stories import digest_in, withdrawn_in
from measurement.reports.models import Report
from measurement.reports.services.building import pdf_key
from socialvalue.audit.services import record
from socialvalue.documents.models import Document
from socialvalue.jobs.services import ask_for


def take_out(story: Story, *, by) -> None:
    """Called in the transaction of the withdrawal. What is frozen stays as it is: it holds no words, but which story it was."""
    due = story.kpi_return.due
    council = due.kpi.obligation.contract.council
    reports = Report.objects.filter(council=council, starts_on__lte=due.ends_on, ends_on__gte=due.ends_on)
    for report in reports.exclude(content={}):
        if not _holds(report.content, story):
            continue
        for document in Document.objects.of(report):
            transaction.on_commit(partial(document.file.storage.delete, str(document.file.name)))
            document.delete()
        withdrawn = withdrawn_in(report.content)
        ask_for("report-pdf", pdf_key(report, withdrawn=withdrawn), by=by, arguments={"report": report.pk})
        record(
            "took out a story",
            f"{report.reference} no longer shows a case study whose person withdrew",
            by=by,
            about=report,
            council=council,
        )


def _holds(content: dict, story: Story) -> bool:
    return any(
        entry.get("story") == story.pk or digest_in(entry) == story.withdrawn_digest for entry in content.get("stories", [])
    )
