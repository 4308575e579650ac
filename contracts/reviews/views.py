"""From the review of a contract into the next commission."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts.commitments.models import Obligation
from contracts.register.views import attempt, seen_contract
from contracts.reviews import services
from contracts.reviews.forms import LossesForm, PromoteForm
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.views import needs


@needs(P.EDIT_COMMISSIONS)
def obligation_promote(request, pk):
    rows = Obligation.objects.visible_to(request.user).select_related("contract__council", "outcome")
    obligation = get_object_or_404(rows, pk=pk)
    contract = obligation.contract
    initial = {"wording": obligation.wording}
    form = PromoteForm(request.POST or None, user=request.user, contract=contract, initial=initial)
    if request.method == "POST":
        made = attempt(form, lambda: services.promote(obligation, by=request.user, **form.cleaned_data))
        if made:
            messages.success(request, f"{obligation.code} is now a sought outcome of {made.sought.commission.reference}.")
            return redirect(f"{reverse('contract', args=[contract.pk])}#obligation-{pk}")
    context = {"form": form, "obligation": obligation, "contract": contract, "evidence": services.evidence_of(obligation)}
    context |= {"promotions": obligation.promotions.select_related("sought__commission", "by")}
    context |= {"breadcrumbs": [("Contracts", reverse("contracts")), (contract.title, reverse("contract", args=[contract.pk]))]}
    return render(request, "contracts/reviews/promote.html", context)


@needs(P.EDIT_COMMISSIONS)
def contract_losses(request, pk):
    contract = seen_contract(request, pk)
    obligations = list(contract.obligations.filter(kpis__due_returns__returns__status="verified").distinct().order_by("pk"))
    form = LossesForm(request.POST or None, user=request.user, contract=contract, obligations=obligations)
    if request.method == "POST":
        entries = attempt(
            form,
            lambda: services.bring_losses(contract, form.cleaned_data["commission"], by=request.user, losses=form.losses()),
        )
        if entries:
            messages.success(
                request, f"{len(entries)} outcomes are in the diagnostic report of {form.cleaned_data['commission'].reference}."
            )
            return redirect("contract", pk)
    context = {
        "form": form,
        "heading": "What could be lost",
        "caption": contract.title,
        "intro": "Outcomes this contract delivers that a new one might not. Each goes into the diagnostic report of "
        "the commission that follows, with its verified returns."
        if obligations
        else "Nothing of this contract is verified yet, so there is nothing to bring.",
        "submit_label": "Bring them into the commission",
        "back_url": reverse("contract", args=[pk]),
    }
    return render(request, "layouts/form.html", context)
