"""What is owed, what waits; the schedule of a contract."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse

from contracts.obligations.permissions import side_of
from contracts.register.views import seen_contract
from contracts.returns.models import Return
from contracts.returns.pages import figure_text
from contracts.returns.selectors import DueState, late_contracts, owed_by, schedule_of, state_of, waiting_for
from contracts.schedule.enums import OPEN
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock
from socialvalue.common.views import needs, page_of


@needs(P.VIEW_CONTRACTS, P.BID)
def returns_list(request):
    today = clock.today()
    owed = page_of(request, owed_by(request.user, today), 50)
    context = {
        "page": owed,
        "owed": [state_of(due, due.kpi, today) for due in owed],
        "waiting": [(item, figure_text(item, item.due.kpi)) for item in waiting_for(request.user)[:100]],
        "chased": late_contracts(request.user, today),
        "reports": request.user.can(P.BID) or request.user.can(P.EDIT_CONTRACTS),
        "verifies": request.user.can(P.VERIFY_RETURNS),
        "manages": request.user.can(P.EDIT_CONTRACTS),
        "today": today,
    }
    return render(request, "contracts/returns/list.html", context)


def _told(state: DueState) -> tuple[DueState, str]:
    """With the verified figure in words; empty while there is none."""
    return state, figure_text(state.counted, state.due.kpi) if state.counted else ""


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_returns(request, pk):
    contract = seen_contract(request, pk)
    today = clock.today()
    page = page_of(request, schedule_of(contract, only=request.GET.get("show", "")), 50)
    side = side_of(request.user, contract)
    drafts = Return.objects.visible_to(request.user).filter(
        Q(value__isnull=False) | Q(no_cases=True),
        due__kpi__obligation__contract=contract,
        status__in=OPEN,
        side=side or "none",
    )
    context = {
        "contract": contract,
        "page": page,
        "rows": [_told(state_of(due, due.kpi, today)) for due in page],
        "side": side,
        "drafts": drafts.count() if side else 0,
        "show": request.GET.get("show", ""),
        "today": today,
        "breadcrumbs": [("Contracts", reverse("contracts")), (contract.title, reverse("contract", args=[pk]))],
    }
    return render(request, "contracts/returns/contract.html", context)
