"""What is owed, what waits; the schedule of a contract."""

from django.shortcuts import render

from contracts.evidence.permissions import reports_for
from contracts.register.pages.head import head_of
from contracts.register.views import seen_contract
from contracts.returns.pages import figure_text
from contracts.returns.pages.by_period import folded
from contracts.returns.pages.owed import open_periods, owed_in_words
from contracts.returns.pages.own import own_duties
from contracts.returns.pages.schedule import SCHEDULE
from contracts.returns.selectors import (
    corrections_of,
    drafts_of,
    late_contracts,
    many_of,
    next_to_make,
    owed_by,
    parts_of,
    schedule_of,
    state_of,
    to_confirm,
    waiting_for,
)
from contracts.schedule.selectors.locking import asked_of, locking_soon
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock
from socialvalue.common.lists import list_page
from socialvalue.common.views import needs, page_of

# The queue has a page of its own
MOST_SHOWN = 10


@needs(P.VIEW_CONTRACTS, P.BID)
def returns_list(request):
    today = clock.today()
    queue = waiting_for(request.user)
    reports = request.user.can(P.BID) or request.user.can(P.EDIT_CONTRACTS)
    owed = page_of(request, owed_by(request.user, today), 50)
    context = {
        "page": owed,
        "coming": None if owed else next_to_make(request.user, today),
        "owed": owed_in_words([state_of(due, due.kpi, today) for due in owed], request.user),
        "to_confirm": to_confirm(request.user)[:MOST_SHOWN],
        "corrections": corrections_of(request.user) if reports else [],
        "waiting": [(item, figure_text(item, item.due.kpi)) for item in queue[:MOST_SHOWN]],
        "waiting_count": many_of(queue),
        "chased": late_contracts(request.user, today),
        "reports": reports,
        "verifies": request.user.can(P.VERIFY_RETURNS),
        "manages": request.user.can(P.EDIT_CONTRACTS),
        "locking": locking_soon(request.user, today) if request.user.can(P.EDIT_CONTRACTS) else [],
        "to_open": asked_of(request.user),
        "today": today,
    }
    return render(request, "contracts/returns/list.html", context)


PERIODS = "periods"
PARTS = {"open": "Due now", "waiting": "Waiting to be verified", "over": "Over", "later": "Not due yet", "": "All"}
NOTHING = {
    "open": "Nothing is due now.",
    "waiting": "Nothing is waiting to be verified.",
    "over": "Nothing is over yet.",
    "later": "Nothing is still to come.",
    "": "",
}


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_returns(request, pk):
    contract = seen_contract(request, pk)
    side = reports_for(request.user, contract)
    counts = {part: rows.count() for part, rows in parts_of(contract, request.user).items()}
    counts[""] = sum(counts.values())
    asked = {*request.GET} - {"show"}
    show = request.GET.get("show", "all" if asked else PERIODS)
    by_period, only = show == PERIODS, show if show in PARTS else ""
    context = {
        "side": side,
        "periods": open_periods(contract, request.user) if side else [],
        "own_duties": own_duties(contract, request.user),
        "drafts": drafts_of(request.user, contract).count(),
        "parts": [
            (part or "all", label, counts[part], part == only and not by_period)
            for part, label in PARTS.items()
            if counts[part] or part == only
        ],
        "nothing": NOTHING[only] if counts[""] else "No returns are scheduled: no KPI measures this contract yet.",
        **head_of(contract, "contract-returns"),
    }
    template = "contracts/returns/contract.html"
    if by_period:
        return render(request, template, context | {"folded": folded(contract, request.user)})
    return list_page(request, SCHEDULE, template, rows=lambda values: schedule_of(contract, request.user, only), **context)
