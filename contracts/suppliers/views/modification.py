"""Another supplier delivers a contract from a day on: proposed by one person, decided by another."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.register.models import Contract, SupplierChange
from contracts.register.permissions import (
    can_decide_supplier_change,
    can_withdraw_supplier_change,
    check_can_change_supplier,
    check_can_decide_supplier_change,
)
from contracts.register.selectors import grounds_of
from contracts.register.services import decide_supplier_change, propose_supplier_change, withdraw_supplier_change
from contracts.register.views import seen_contract
from contracts.suppliers.forms import ChangeSupplierForm
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import button, form_page
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.views import needs
from socialvalue.suppliers.forms import DecideForm
from socialvalue.suppliers.querysets import suppliers_here


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_supplier(request, pk):
    contract = seen_contract(request, pk)
    check_can_change_supplier(request.user, contract)
    grounds = grounds_of(contract)
    form = ChangeSupplierForm(
        request.POST or None,
        leaving=contract.parties.filter(last_day=None),
        coming=suppliers_here().exclude(contract_parties__contract=contract, contract_parties__last_day=None),
        grounds=grounds,
    )
    here = reverse("contract", args=[pk])
    return form_page(
        request,
        form,
        lambda data: propose_supplier_change(contract, by=request.user, **data),
        creates=True,
        to=lambda made: reverse("contract-supplier-change", args=[made.pk]),
        done="Proposed. Nothing changes until somebody else agrees.",
        template="contracts/suppliers/change_supplier.html",
        read=contract,
        notice=any(one.notice for one in grounds),
        heading="Change the supplier",
        caption=contract.title,
        submit_label="Propose it",
        back_url=here,
        cancel_url=here,
    )


def _seen_change(request, pk) -> SupplierChange:
    """The proposal, or 404 for whoever may not see its contract as an officer of the council."""
    councils = request.user.organisations_where(P.VIEW_CONTRACTS)
    seen = SupplierChange.objects.filter(contract__in=Contract.objects.visible_to(request.user), contract__council__in=councils)
    return get_object_or_404(seen.select_related("contract__council", "leaves", "comes", "asked_by", "decided_by"), pk=pk)


@needs(P.VIEW_CONTRACTS)
def contract_supplier_change(request, pk):
    change = _seen_change(request, pk)
    form = None
    if can_decide_supplier_change(request.user, change):
        form = DecideForm(
            request.POST or None,
            yes=f"Agree: {change.comes} delivers it from {plain_day(change.effective_on)}",
            no="Refuse, and leave it as it is",
            hint="Why you agree, or why you refuse. It is in the record for good.",
        )
    elif request.method == "POST":
        check_can_decide_supplier_change(request.user, change)
    # Where the changes of the supplier stand
    here = reverse("contract-record", args=[change.contract_id])
    return form_page(
        request,
        form,
        lambda data: decide_supplier_change(change, by=request.user, accept=data["answer"] == "yes", decision=data["reason"]),
        to=here,
        done=lambda decided: (
            f"{decided.comes} delivers the contract from {plain_day(decided.effective_on)}. Both suppliers are told."
            if decided.accepted
            else "Refused. Nothing was changed, and who proposed it is told."
        ),
        template="contracts/suppliers/supplier_change.html",
        read=change,
        change=change,
        may_withdraw=can_withdraw_supplier_change(request.user, change),
        heading="Change of the supplier",
        caption=change.contract.title,
        submit_label="Decide",
        back_url=here,
    )


@require_POST
@needs(P.VIEW_CONTRACTS)
def contract_supplier_change_withdraw(request, pk):
    change = _seen_change(request, pk)
    return button(
        request,
        lambda: withdraw_supplier_change(change, by=request.user),
        to=reverse("contract-record", args=[change.contract_id]),
        done="You took your proposal back. Nothing was changed.",
    )
