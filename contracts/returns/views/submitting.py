"""Several drafts of a contract submitted after one look at all of them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from contracts.evidence.permissions import reports_for
from contracts.register.views import seen_contract
from contracts.returns import services
from contracts.returns.pages.queue import drafts_in_words
from contracts.returns.selectors import drafts_of
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import NotAllowed
from socialvalue.common.lists.acting import CHOSEN, shown_of
from socialvalue.common.undoing import UNDO_MINUTES
from socialvalue.common.views import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.EDIT_CONTRACTS, P.BID)
def returns_hand_in(request, pk):
    """Each draft with its figure and what is missing, to be ticked; those ticked are submitted."""
    contract = seen_contract(request, pk)
    if reports_for(request.user, contract) is None:
        raise NotAllowed("Returns are made by the contract's supplier or by the council's contract managers")
    shown = shown_of(request.POST.getlist(CHOSEN), services.MOST_TOGETHER)
    if shown:
        done = services.submit_together(contract, shown, by=request.user)
        (messages.success if done.sent else messages.warning)(request, done.sentence)
        return redirect("contract-returns", pk)
    rows = drafts_in_words(list(drafts_of(request.user, contract)[: services.MOST_TOGETHER]))
    context = {
        "contract": contract,
        "ready": [row for row in rows if not row["why_not"]],
        "not_yet": [row for row in rows if row["why_not"]],
        "has_errors": request.method == "POST",
        "undo_minutes": UNDO_MINUTES,
        "breadcrumbs": [
            (contract.title, reverse("contract", args=[pk])),
            ("Returns", reverse("contract-returns", args=[pk])),
        ],
    }
    return render(request, "contracts/returns/hand_in.html", context)
