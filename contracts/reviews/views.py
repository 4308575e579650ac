"""From the review of a contract into the next commission."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from contracts.obligations.models import Obligation
from contracts.register.views import seen_contract
from contracts.reviews import selectors, services
from contracts.reviews.forms import LossesForm, PromoteForm
from contracts.schedule.enums import ReturnStatus
from procurement.commissioning.views.common import commission_of, trail
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs, page_of


@needs(P.EDIT_COMMISSIONS)
def obligation_promote(request, pk):
    rows = Obligation.objects.visible_to(request.user).select_related("contract__council", "outcome")
    obligation = get_object_or_404(rows, pk=pk)
    contract = obligation.contract
    initial = {"wording": obligation.wording}
    form = PromoteForm(request.POST or None, user=request.user, contract=contract, initial=initial)
    here = reverse("contract", args=[contract.pk])
    return form_page(
        request,
        form,
        lambda data: services.promote(obligation, by=request.user, **data),
        creates=True,
        to=f"{here}#obligation-{pk}",
        done=lambda made: f"{obligation.code} is now a sought outcome of {made.sought.commission.reference}.",
        template="contracts/reviews/promote.html",
        obligation=obligation,
        contract=contract,
        evidence=selectors.evidence_of(obligation),
        promotions=obligation.promotions.select_related("sought__commission", "by"),
        breadcrumbs=[("Contracts", reverse("contracts")), (contract.title, here)],
    )


@needs(P.EDIT_COMMISSIONS)
def contract_losses(request, pk):
    contract = seen_contract(request, pk)
    obligations = list(
        contract.obligations.filter(kpis__due_returns__returns__status=ReturnStatus.VERIFIED).distinct().order_by("pk")
    )
    chosen = {"commission": request.GET.get("commission", "")}
    form = LossesForm(request.POST or None, user=request.user, contract=contract, obligations=obligations, initial=chosen)
    here = reverse("contract", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.bring_losses(contract, data["commission"], by=request.user, losses=form.losses()),
        creates=True,
        to=here,
        done=lambda made: f"{len(made)} outcomes are in the diagnostic report of {form.cleaned_data['commission'].reference}.",
        heading="What could be lost",
        caption=contract.title,
        intro="Outcomes this contract delivers that a new one might not. Each goes into the diagnostic report of "
        "the commission that follows, with its verified returns."
        if obligations
        else "Nothing of this contract is verified yet, so there is nothing to bring.",
        submit_label="Add them to the commission",
        back_url=here,
    )


@needs(P.EDIT_COMMISSIONS)
def proven(request, reference):
    """What the commission's contracts delivered, each outcome ready to be promoted to core."""
    commission = commission_of(request, reference)
    contracts = selectors.contracts_of(request.user, commission)
    context = {"commission": commission, "delivered": selectors.delivered(contracts), "contracts": contracts}
    context |= {"breadcrumbs": trail(commission, ("Review", reverse("commission-review", args=[reference])))}
    return render(request, "contracts/reviews/proven.html", context)


@needs(P.EDIT_COMMISSIONS)
def losses(request, reference):
    """From which running contract the differences at risk are to be brought into the diagnostic report."""
    commission = commission_of(request, reference)
    before = list(selectors.contracts_before(request.user, commission))
    others = selectors.contracts_beside(request.user, commission).exclude(pk__in=[c.pk for c in before])
    context = {"commission": commission, "before": before, "page": page_of(request, others)}
    context |= {"breadcrumbs": trail(commission, ("Diagnostic report", reverse("diagnostic", args=[reference])))}
    return render(request, "contracts/reviews/losses.html", context)
