"""The assessment summaries on paper: one PDF per bidder, made in a job from the frozen content."""

from django.urls import reverse

from procurement.award.models import AssessmentSummary, Award
from procurement.award.pages.summary import summary_view
from socialvalue.documents.models import Document
from socialvalue.documents.services import keep, render_pdf

TEMPLATE = "procurement/award/assessment_summary_pdf.html"


def make_pdfs(job, report) -> str:
    """A Document per summary of the award; those that have one already are left alone, so that it may run again."""
    award = Award.objects.select_related("tender__commission__council").get(pk=job.arguments["award"])
    summaries = list(AssessmentSummary.objects.filter(award=award).select_related("bid__supplier").order_by("pk"))
    for number, summary in enumerate(summaries):
        report(100 * number // len(summaries), f"{number + 1} of {len(summaries)}")
        if not Document.objects.of(summary).exists():
            keep(
                data=render_pdf(TEMPLATE, summary_view(summary.content, sha256=summary.sha256, made_at=summary.made_at)),
                name=f"Assessment summary {award.tender.reference} {summary.bid.label}.pdf",
                content_type="application/pdf",
                owner=summary,
                by=job.requested_by,
                council=award.tender.council,
            )
    return reverse("award", args=[award.tender.reference])
