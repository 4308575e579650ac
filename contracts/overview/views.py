"""The list of contracts and the page of one."""

from itertools import chain

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from contracts.imports.documents.columns import HEADINGS, PUBLIC_HEADINGS, row_of
from contracts.kept.selectors.days import oldest_evening
from contracts.obligations.permissions import can_copy, can_shape, side_of
from contracts.overview.forms import ContractFilter
from contracts.overview.pages.contract import contract_context
from contracts.overview.pages.listing import listing
from contracts.overview.selectors import contracts_for
from contracts.performance.spans import usual
from contracts.register.models import Contract, ContractSupplier
from contracts.register.permissions import can_carry_on, can_register_contract, check_no_tie_to_supplier
from contracts.returns.permissions import HANDLE_RETURNS
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.selectors import tied_words
from socialvalue.common.lists.chips import values_of
from socialvalue.common.tables import csv_response
from socialvalue.common.views import needs
from socialvalue.lists.pages import viewed_page

# Contracts read at a time for a file
CHUNK = 500
# With the organisations, for their names of today
PARTIES = Prefetch("parties", ContractSupplier.objects.select_related("organisation"))


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_list(request):
    span = usual(oldest_evening())
    return viewed_page(
        request,
        listing(supplier=bool(request.user.supplier)),
        "contracts/overview/list.html",
        form=ContractFilter(request.GET or None, user=request.user),
        rows=lambda values: contracts_for(request.user, **values).select_related("manager", "lead_director"),
        span=span,
        may_register=can_register_contract(request.user, request.user.council),
        handles_returns=any(request.user.can(one) for one in HANDLE_RETURNS),
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_export(request):
    form = ContractFilter(request.GET or None, user=request.user)
    found = contracts_for(request.user, **values_of(form)).select_related("manager", "lead_director")
    found = found.prefetch_related("parties__organisation")
    # Email addresses are for the council's own officers
    headings = HEADINGS if request.user.can(P.EDIT_CONTRACTS) else PUBLIC_HEADINGS
    rows = (row_of(contract, headings) for contract in found.iterator(chunk_size=CHUNK))
    return csv_response("contracts.csv", chain([headings], rows))


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_page(request, pk):
    contracts = Contract.objects.visible_to(request.user).select_related(
        "council", "directorate", "manager", "lead_director", "award__tender__commission", "commission"
    )
    contract = get_object_or_404(contracts.prefetch_related(PARTIES, "districts"), pk=pk)
    context = contract_context(contract, request.user)
    context |= {
        "may_shape": can_shape(request.user, contract),
        "tied": tied_words(request.user, P.EDIT_CONTRACTS, contract.council, check_no_tie_to_supplier, contract),
        "may_carry_on": contract.is_near_its_end and can_carry_on(request.user, contract),
        "may_copy": can_copy(request.user, contract),
        "copied_from": contract.copied_from_id and Contract.objects.visible_to(request.user).filter(copies=contract).first(),
        "copies": Contract.objects.visible_to(request.user).filter(copied_from=contract),
        "side": side_of(request.user, contract),
    }
    return render(request, "contracts/overview/contract.html", context)
