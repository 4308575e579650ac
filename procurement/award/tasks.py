"""The assessment summaries on paper: one PDF per bidder, made in a job from the frozen content."""

import logging

from django.urls import reverse

from procurement.award.models import AssessmentSummary, Award
from procurement.award.pages.summary import summary_view
from socialvalue.common.errors import DomainError
from socialvalue.documents.models import Document
from socialvalue.documents.services import keep, render_pdf
from socialvalue.jobs.models import Job

log = logging.getLogger(__name__)
TEMPLATE = "procurement/award/assessment_summary_pdf.html"


def make_pdfs(job, report) -> str:
    """A Document per summary of the award; those that have one already are left alone, so that it may run again.

    One that cannot be made keeps nobody else waiting: the others are made, then DomainError names those that are missing.
    """
    award = Award.objects.select_related("tender__commission__council").get(pk=job.arguments["award"])
    summaries = list(AssessmentSummary.objects.filter(award=award).select_related("bid__supplier").order_by("pk"))
    missing = []
    for number, summary in enumerate(summaries):
        report(100 * number // len(summaries), f"{number + 1} of {len(summaries)}")
        if not Document.objects.of(summary).exists() and not _made(award, summary, job):
            missing.append(f"{summary.bid.bidder} ({summary.bid.label})")
    if missing:
        raise DomainError(f"The assessment summary could not be made for {'; '.join(missing)}. The others are made.")
    return reverse("award", args=[award.tender.reference])


def _made(award: Award, summary: AssessmentSummary, job: Job) -> bool:
    """Whether it could be made; a fault is logged, whatever it is, since the other bidders wait for theirs."""
    try:
        keep(
            data=render_pdf(
                TEMPLATE, summary_view(summary.content, sha256=summary.sha256, made_at=summary.made_at), award.tender.council
            ),
            name=f"Assessment summary {award.tender.reference} {summary.bid.label}.pdf",
            content_type="application/pdf",
            owner=summary,
            by=job.requested_by,
            council=award.tender.council,
        )
    except Exception:
        log.exception("assessment summary %s could not be made", summary.pk)
        return False
    return True
