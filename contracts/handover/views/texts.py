"""The agreed text of a contract, as it stood each time, and its PDF."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.handover.tasks import ask_for_pdf, pdf_of
from contracts.obligations.models import AgreedText
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.views import needs


def _text(request, pk: int, number: int) -> AgreedText:
    rows = AgreedText.objects.visible_to(request.user).select_related("contract")
    return get_object_or_404(rows, contract=pk, number=number)


@needs(P.VIEW_CONTRACTS, P.BID)
def agreed_text(request, pk, number):
    text = _text(request, pk, number)
    contract = text.contract
    handover = reverse("contract-handover", args=[pk])
    trail = [("Contracts", reverse("contracts")), (contract.title, reverse("contract", args=[pk]))]
    context = {
        "text": text,
        "content": text.content,
        "contract": contract,
        "pdf": pdf_of(text),
        "newest": contract.agreed_texts.count() == number,
        "breadcrumbs": [*trail, ("What both sides agree", handover)],
    }
    return render(request, "contracts/handover/text.html", context)


@needs(P.VIEW_CONTRACTS, P.BID)
def agreed_text_pdf(request, pk, number):
    """The file once it is made; until then the page of the text, which says so."""
    made = pdf_of(_text(request, pk, number))
    return redirect("document", made.pk) if made else redirect("agreed-text", pk, number)


@require_POST
@needs(P.VIEW_CONTRACTS, P.BID)
def agreed_text_make_pdf(request, pk, number):
    return redirect("job", ask_for_pdf(_text(request, pk, number), by=request.user).pk)
