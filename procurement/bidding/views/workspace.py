"""My bids, starting one, and the workspace."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from procurement.bidding import pages, selectors, services
from procurement.bidding.calculations import deadline
from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid
from procurement.bidding.permissions import can_write, check_can_bid_for, check_can_read_whole
from procurement.bidding.selectors.receipts import last_withdrawal
from procurement.bidding.selectors.seals import copies_wanted, why_left_out
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.common.views import needs, page_of, signed_in


@require_safe
@needs(Permission.BID)
def bids(request):
    page = page_of(request, selectors.bids_of(request.user))
    return render(request, "procurement/bidding/bids.html", {"page_obj": page, "rows": selectors.list_rows(page, clock.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request, reference: str):
    """Before a bid is begun: what it will take. Somebody who has one already goes straight to it."""
    seen = Tender.objects.published().visible_to(request.user)
    tender = get_object_or_404(seen.select_related("commission__council"), reference=reference)
    supplier = request.user.supplier
    check_can_bid_for(request.user, supplier)
    existing = Bid.objects.own(request.user).filter(tender=tender, supplier=supplier).first()
    if existing:
        return redirect("bid", existing.pk)
    if request.method == "POST":
        bid = services.start_bid(tender, by=request.user, supplier=supplier)
        messages.success(request, "Your bid has been started. It is saved as you go.")
        return redirect("bid", bid.pk)
    refusal = None
    try:
        deadline.check_open(tender, clock.now())
    except WrongState as error:
        refusal = error.message
    context = {"tender": tender, "supplier": supplier, "refusal": refusal, "questions": selectors.questions(tender)}
    return render(request, "procurement/bidding/start.html", {**context, "left": _left(tender)})


def _left(tender) -> str:
    return deadline.time_left(tender.deadline, clock.now()) if tender.deadline else ""


@require_safe
@signed_in
def bid(request, pk: int):
    """The bidder's workspace; for the council, once opened, the bid for reading."""
    found = get_object_or_404(
        Bid.objects.visible_to(request.user)
        .select_related("tender__commission__council", "supplier")
        .prefetch_related("summaries__award"),
        pk=pk,
    )
    if not request.user.can(Permission.BID, found.supplier):
        return _opened(request, found)
    writable = can_write(request.user, found) and not _too_late(found.tender)
    damaged = writable and selectors.draft_is_broken(found)
    tasks = pages.tasks(found, selectors.draft_of(found)) if writable and not damaged else []
    context = {
        "bid": found,
        "tender": found.tender,
        "tasks": tasks,
        "done": sum(task["status"] == "Complete" for task in tasks),
        "left": _left(found.tender),
        "writable": writable,
        "damaged": damaged,
        "open": not _too_late(found.tender),
        "standing": selectors.standing_submission(found),
        "submissions": found.submissions.select_related("submitted_by").order_by("-number"),
        "confirm": selectors.needs_confirming(found) and not _too_late(found.tender),
        "void": selectors.change_is_void(found, clock.now()),
        "withdrawn": found.status == BidStatus.WITHDRAWN,
        "withdrawal": last_withdrawal(found) if found.status == BidStatus.WITHDRAWN else None,
        "copy_wanted": copies_wanted(found),
        "left_out": found.status == BidStatus.UNOPENED,
        "why_left_out": why_left_out(found),
        "was_withdrawn": selectors.state_of(found, clock.now()) == selectors.STATES[BidStatus.WITHDRAWN],
        "summary": selectors.sent_summary(found),
        "later": selectors.later(found),
        "outcome": selectors.outcome_of(found),
        "contract": selectors.contract_for(found, request.user),
        "events": selectors.history(found),
    }
    return render(request, "procurement/bidding/workspace.html", context)


def _too_late(tender) -> bool:
    try:
        deadline.check_open(tender, clock.now())
    except WrongState:
        return True
    return False


def _opened(request, found: Bid):
    check_can_read_whole(request.user, found)
    submission = selectors.counted_submission(found)
    content = selectors.document.read(selectors.document_bytes(submission))
    context = {"bid": found, "tender": found.tender, "submission": submission, "parts": pages.reading(found, content)}
    return render(request, "procurement/bidding/opened.html", {**context, "content": content})
