"""The chain of a commission, and of one obligation back to what was heard."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from contracts.obligations.models import Obligation
from measurement.chain import selectors
from measurement.chain.pages import flow, nodes
from measurement.chain.pages.walk import Walk
from procurement.commissioning.models import Commission
from socialvalue.accounts.enums import Permission
from socialvalue.common.views import signed_in


@signed_in
@require_GET
def chain(request, ref: str):
    commission = get_object_or_404(Commission.objects.visible_to(request.user), reference=ref)
    context = {
        "commission": commission,
        "chain": Walk(commission, request.user).chain(),
        "breadcrumbs": [
            ("Commissions", reverse("commissions")),
            (commission.title, reverse("commission", args=[ref])),
        ],
    }
    return render(request, "measurement/chain/chain.html", context)


@signed_in
@require_GET
def obligation_chain(request, pk: int):
    rows = Obligation.objects.visible_to(request.user).select_related(
        "contract", "requirement", "answer__question__criterion__tender", "commitment__answer__question__criterion__tender"
    )
    obligation = get_object_or_404(rows, pk=pk)
    promised = selectors.promised(Obligation.objects.filter(pk=pk), request.user)
    reported = selectors.reported(promised.obligations, request.user)
    oversees = request.user.can(Permission.VIEW_OVERSIGHT)
    forward = nodes.obligation_node(promised.obligations[0], promised, reported, oversees)
    back = nodes.back(obligation, request.user)
    context = {
        "obligation": obligation,
        "stations": flow.of_obligation(promised.obligations[0], back, promised, reported, oversees=oversees),
        "back": back,
        "forward": forward.children,
        "breadcrumbs": [
            ("Contracts", reverse("contracts")),
            (obligation.contract.title, reverse("contract", args=[obligation.contract_id])),
        ],
    }
    return render(request, "measurement/chain/obligation.html", context)
