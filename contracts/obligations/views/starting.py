"""Several KPIs in one press: published sets, and the principles of a contract."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.enums import Basis, Frequency
from contracts.obligations.forms.starting import PrinciplesForm, SetForm
from contracts.obligations.permissions import check_can_shape
from contracts.obligations.selectors.published import published_set, published_sets
from contracts.obligations.views.common import contract_form, here
from contracts.register.views import seen_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.views import needs

USUAL = {"basis": Basis.REQUIRED, "frequency": Frequency.QUARTER}


@needs(P.VIEW_CONTRACTS, P.BID)
def kpi_sets(request, pk):
    contract = seen_contract(request, pk)
    check_can_shape(request.user, contract)
    crumbs = [(contract.title, reverse("contract", args=[pk]))]
    context = {"contract": contract, "sets": published_sets(), "breadcrumbs": crumbs}
    return render(request, "contracts/obligations/sets.html", context)


@needs(P.VIEW_CONTRACTS, P.BID)
def kpi_set(request, pk, code):
    contract = seen_contract(request, pk)
    check_can_shape(request.user, contract)
    chosen = published_set(code)
    if chosen is None:
        raise Http404
    initial = USUAL | {"obligation": request.GET.get("obligation") or None}
    form = SetForm(request.POST or None, contract=contract, chosen=chosen, initial=initial)
    return contract_form(
        request,
        form,
        lambda data: services.start_from_set(contract, chosen, by=request.user, **data),
        contract,
        creates=True,
        to=here,
        done=lambda made: f"{made.kpis.count()} KPIs measure obligation {made.code} now. Change them before both sides agree.",
        heading=chosen.name,
        intro=f"Source: {chosen.source}. {chosen.licence}. Nothing is filled in that the source does not say.",
        submit_label="Add these KPIs",
        back_url=reverse("kpi-sets", args=[pk]),
        cancel_url=reverse("contract", args=[pk]),
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def kpi_principles(request, pk):
    contract = seen_contract(request, pk)
    check_can_shape(request.user, contract)
    form = PrinciplesForm(request.POST or None, initial=USUAL)
    return contract_form(
        request,
        form,
        lambda data: services.start_from_principles(contract, by=request.user, **data),
        contract,
        creates=True,
        to=here,
        done=lambda made: f"Obligation {made.code} is proposed, with a yes or no for each of {made.kpis.count()} principles.",
        heading="Add the principles of this contract",
        intro="For a contract that names what the supplier is to support, and leaves open how.",
        submit_label="Add the principles",
        cancel_url=reverse("contract", args=[pk]),
    )
