"""Issued reports and plans, as they were frozen, and their PDFs."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from procurement.commissioning.documents.frozen import content_of
from procurement.commissioning.models import FrozenDocument
from procurement.commissioning.tasks import ask_for_pdf, pdf_of
from procurement.commissioning.views.common import trail
from socialvalue.common.views import signed_in

T = "procurement/commissioning/"


def _document(request, reference: str, kind: str, number: int) -> FrozenDocument:
    rows = FrozenDocument.objects.visible_to(request.user).select_related("commission", "issued_by")
    return get_object_or_404(rows, commission__reference=reference, kind=kind, number=number)


@signed_in
def issued(request, reference: str, kind: str, number: int):
    document = _document(request, reference, kind, number)
    name = document.get_kind_display()
    context = {
        "document": document,
        "content": content_of(document),
        "commission": document.commission,
        "pdf": pdf_of(document),
        "newest": document.commission.frozen_documents.filter(kind=kind).count() == number,
        "part": f"{T}documents/_{kind}.html",
        "name": name,
        "breadcrumbs": trail(document.commission, (name, reverse(kind, args=[reference]))),
    }
    return render(request, f"{T}documents/issued.html", context)


@signed_in
def issued_pdf(request, reference: str, kind: str, number: int):
    """The file once it is made; until then the page of the document, which says so."""
    document = _document(request, reference, kind, number)
    made = pdf_of(document)
    return redirect("document", made.pk) if made else redirect(f"{kind}-issued", reference, number)


@signed_in
@require_POST
def make_pdf(request, reference: str, kind: str, number: int):
    document = _document(request, reference, kind, number)
    job = ask_for_pdf(document, by=request.user)
    return redirect(reverse("job", args=[job.pk]) or reverse(f"{kind}-issued", args=[reference, number]))
