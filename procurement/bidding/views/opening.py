"""The opening of a tender's bids, and its record."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from procurement.bidding import selectors, services
from procurement.bidding.calculations import deadline
from procurement.bidding.models import Opening, Reconciliation, Sending
from procurement.bidding.permissions import can_open, check_can_complete, check_can_open, check_can_see_opening, may_read_whole
from procurement.bidding.selectors.seals import broken_seals
from procurement.bidding.views.finding import council_tender
from procurement.panel.permissions import can_set_up, check_not_tied
from procurement.tendering.calculations.deadlines import opens_at
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_not_granted_by
from socialvalue.accounts.selectors import people_who, tied_words
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Tied, can
from socialvalue.common.views import signed_in

WAITING = (TenderStatus.PUBLISHED, TenderStatus.CLOSED)


@require_safe
@signed_in
def opening(request, reference: str):
    tender = council_tender(request, reference)
    check_can_see_opening(request.user, tender)
    found = Opening.objects.visible_to(request.user).filter(tender=tender).select_related("first_by", "second_by").first()
    if tender.deadline is None:
        raise Http404
    now = clock.now()
    opens = opens_at(tender)
    began = found is not None and found.first_by_id == request.user.pk
    context = {
        "tender": tender,
        "opening": found,
        "done": found is not None and found.second_by is not None,
        "due": tender.status in WAITING and deadline.passed(tender.deadline, now),
        "waits": now < opens,
        "opens_words": deadline.in_words(opens),
        "left": deadline.time_left(tender.deadline, now),
        "deadline_words": deadline.in_words(tender.deadline),
        "count": selectors.count_of_bids(tender, request.user),
        **_what_one_may_do(request.user, tender, found),
        "began": began,
        "others": _others(request.user, tender) if began and found.second_by is None else [],
        "rows": selectors.opened_bids(tender, request.user),
        **_compared(request.user, tender),
        "may_decide": can_open(request.user, tender) and tender.status == TenderStatus.CLOSED,
        "unfinished": Sending.objects.visible_to(request.user).filter(bid__tender=tender, refused_at__isnull=False),
        "seals": broken_seals(tender, request.user),
        "may_read": may_read_whole(request.user, tender),
        "may_lead": can_set_up(request.user, tender) and not hasattr(tender, "evaluation"),
    }
    return render(request, "procurement/bidding/opening.html", context)


def _compared(user, tender) -> dict:
    """How receipts and bids compared last; ``differences`` while they stop the opening."""
    found = Reconciliation.objects.visible_to(user).filter(tender=tender).first()
    return {"compared": found, "differences": found.differences if found and tender.status in WAITING else []}


def _what_one_may_do(user, tender, found: Opening | None) -> dict:
    """Whether they may begin or complete it now; and why not, where their role would let them."""
    why_not = ""
    try:
        check_can_complete(user, found) if found and not found.second_by else check_can_open(user, tender)
    except Tied:
        why_not = tied_words(user, Permission.OPEN_BIDS, tender.council, check_not_tied, tender)
    except NotAllowed as refusal:
        why_not = refusal.message
    return {"may_open": not why_not, "why_not": why_not if user.can(Permission.OPEN_BIDS, tender.council) else ""}


def _others(user, tender) -> list:
    """Who could be the second person beside ``user``."""
    council = tender.council.pk
    people = [person for person in people_who(Permission.OPEN_BIDS, council) if person.pk not in user.one_hand]
    return [person for person in people if can(check_not_granted_by, person, user, council) and can_open(person, tender)]


@require_POST
@signed_in
def begin(request, reference: str):
    tender = council_tender(request, reference)
    check_can_open(request.user, tender)
    services.begin_opening(tender, by=request.user)
    messages.success(request, "You have begun the opening. Somebody else now has to complete it.")
    return redirect("opening", reference)


@require_POST
@signed_in
def complete(request, reference: str):
    tender = council_tender(request, reference)
    check_can_open(request.user, tender)
    found = Opening.objects.visible_to(request.user).filter(tender=tender).first()
    if found is None:
        return redirect("opening", reference)
    services.complete_opening(found, by=request.user)
    messages.success(request, "The bids are open. This page is the record of the opening.")
    return redirect("opening", reference)
