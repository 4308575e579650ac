"""The PDF of an agreed text, made once by a job."""

from django.urls import reverse

from contracts.obligations.models import AgreedText
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.documents.models import Document
from socialvalue.documents.services import keep, render_pdf
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import ask_for

KIND = "agreed_text"


def ask_for_pdf(text: AgreedText, *, by) -> Job:
    """Queue the making of its PDF; asked again, the job that exists."""
    return ask_for(KIND, f"{KIND}:{text.pk}", by=by, arguments={"text": text.pk})


def pdf_of(text: AgreedText) -> Document | None:
    return Document.objects.of(text).first()


def make_pdf(job, report) -> str:
    """Keep the PDF of one agreed text, unless an earlier attempt did. Returns the address of its page."""
    text = AgreedText.objects.select_related("contract__council").get(pk=job.arguments["text"])
    contract = text.contract
    if pdf_of(text) is None:
        report(20, "Setting the pages")
        keep(
            data=render_pdf("contracts/handover/pdf/text.html", pdf_context(text), contract.council),
            name=f"{contract.reference}-agreed-{text.number}.pdf",
            content_type="application/pdf",
            owner=text,
            by=job.requested_by,
            description=f"{text}: {contract.title}",
            about=[contract],
            council=contract.council,
        )
    return reverse("agreed-text", args=[contract.pk, text.number])


def pdf_context(text: AgreedText) -> dict:
    """What the template draws: nothing but what was kept, so that the same text gives the same bytes."""
    content, day = text.content, plain_day(text.at)
    return {
        "text": text,
        "content": content,
        "illustrative": content["illustrative"],
        "document_title": f"What both sides agreed: {content['title']}",
        "document_subtitle": f"{content['reference']}, agreed text {text.number}, {day}",
        "document_body": content["council"],
        "document_note": f"{content['reference']}. Agreed text {text.number} of {day}. SHA-256 {text.digest[:16]}…",
        "document_digest": text.digest,
    }
