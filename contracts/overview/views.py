"""The list of contracts and the pages of one."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from contracts.kept.selectors.days import oldest_evening
from contracts.overview.forms import ContractFilter
from contracts.overview.pages.contract import contract_context
from contracts.overview.pages.export import LIST, REGISTER
from contracts.overview.pages.listing import listing
from contracts.overview.pages.origin import origin_context
from contracts.overview.pages.record import record_context
from contracts.overview.selectors import contracts_for
from contracts.performance.spans import usual
from contracts.register.models import Contract, ContractSupplier
from contracts.register.permissions import can_register_contract
from contracts.returns.permissions import HANDLE_RETURNS
from socialvalue.accounts.enums import Permission as P
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


def _seen(request, pk) -> Contract:
    contracts = Contract.objects.visible_to(request.user).select_related(
        "council",
        "directorate",
        "manager",
        "lead_director",
        "service_head",
        "award__tender__commission",
        "commission",
        "call_off__lot__agreement",
    )
    return get_object_or_404(contracts.prefetch_related(PARTIES, "districts"), pk=pk)


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_page(request, pk):
    return render(request, "contracts/overview/contract.html", contract_context(_seen(request, pk), request.user))


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_origin(request, pk):
    return render(request, "contracts/overview/origin.html", origin_context(_seen(request, pk), request.user))


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_record(request, pk):
    return render(request, "contracts/overview/record.html", record_context(_seen(request, pk), request.user))
