"""The PDF of an issued document, made once by a job."""

from django.urls import reverse

from procurement.commissioning.documents.frozen import content_of
from procurement.commissioning.models import FrozenDocument
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.documents.models import Document
from socialvalue.documents.services import keep, render_pdf
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import ask_for

JOB = "commission_document"


def ask_for_pdf(document: FrozenDocument, *, by) -> Job:
    """Queue the making of its PDF; asked again, the job that exists."""
    return ask_for(JOB, f"{JOB}:{document.pk}", by=by, arguments={"document": document.pk})


def pdf_of(document: FrozenDocument) -> Document | None:
    return Document.objects.of(document).first()


def make_pdf(job, report) -> str:
    """Keep the PDF of one frozen document, unless an earlier attempt did. Returns the address of the page."""
    document = FrozenDocument.objects.select_related("commission__council").get(pk=job.arguments["document"])
    if pdf_of(document) is None:
        report(20, "Setting the pages")
        data = render_pdf(
            f"procurement/commissioning/pdf/{document.kind}.html", pdf_context(document), document.commission.council
        )
        commission = document.commission
        keep(
            data=data,
            name=f"{commission.reference}-{document.kind}-{document.number}.pdf",
            content_type="application/pdf",
            owner=document,
            by=job.requested_by,
            description=f"{document} of {commission.title}",
            about=[commission],
            council=commission.council,
        )
    return reverse(f"{document.kind}-issued", args=[document.commission.reference, document.number])


def pdf_context(document: FrozenDocument) -> dict:
    """What the template draws: nothing but the frozen content, so that the same document gives the same bytes."""
    content = content_of(document)
    return {
        "document": document,
        "content": content,
        "illustrative": content["illustrative"],
        "document_title": f"{document.get_kind_display()}: {content['title']}",
        "document_subtitle": f"{content['reference']}, number {document.number}, issued on {plain_day(document.issued_at)}",
        "document_body": content["council"],
        "document_note": f"{content['reference']}. Issued on {plain_day(document.issued_at)}. SHA-256 {document.sha256[:16]}…",
        "document_digest": document.sha256,
        "contents": SECTIONS[document.kind],
    }


SECTIONS = {
    "diagnostic": [
        ("service", "The service"),
        ("heard", "Who was heard"),
        ("findings", "What was found"),
        ("remarks", "Everything that was said"),
    ],
    "plan": [
        ("service", "The service"),
        ("requirements", "What is asked, and why"),
        ("contract", "The contract"),
        ("checklist", "Board checklist"),
        ("act", "Record under the Public Services (Social Value) Act 2012"),
        ("approval", "Approval"),
    ],
}
