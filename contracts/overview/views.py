"""The list of contracts and the page of one."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from contracts.kept.selectors.days import oldest_evening
from contracts.obligations.permissions import can_copy, can_shape, side_of
from contracts.overview.forms import ContractFilter
from contracts.overview.pages.contract import contract_context
from contracts.overview.pages.export import LIST, REGISTER
from contracts.overview.pages.listing import listing
from contracts.overview.selectors import contracts_for
from contracts.performance.spans import usual
from contracts.register.models import Contract, ContractSupplier
from contracts.register.permissions import can_carry_on, can_register_contract, check_no_tie_to_supplier
from contracts.returns.permissions import HANDLE_RETURNS
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.selectors import tied_words
from socialvalue.common.lists.asking import FORM as AS
from socialvalue.common.views import needs
from socialvalue.exports.pages import send
from socialvalue.lists.pages import viewed_page

# With the organisations, for their names of today
PARTIES = Prefetch("parties", ContractSupplier.objects.select_related("organisation"))


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_list(request):
    if request.GET.get(AS) == "csv":
        return send(request, LIST)
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
    return send(request, REGISTER)


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
        "may_carry_on": (contract.is_near_its_end or contract.has_no_end) and can_carry_on(request.user, contract),
        "may_copy": can_copy(request.user, contract),
        "copied_from": contract.copied_from_id and Contract.objects.visible_to(request.user).filter(copies=contract).first(),
        "copies": Contract.objects.visible_to(request.user).filter(copied_from=contract),
        "side": side_of(request.user, contract),
    }
    return render(request, "contracts/overview/contract.html", context)
