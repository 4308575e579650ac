"""Check the answers, send, keep the receipt, withdraw, confirm."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procurement.bidding import pages, selectors, services
from procurement.bidding.calculations import completeness, deadline, document
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.enums import ReceiptKind
from procurement.bidding.forms import DeclarationForm
from procurement.bidding.models import Bid
from procurement.bidding.permissions import can_write
from procurement.bidding.selectors.receipts import receipts_of
from procurement.bidding.views.finding import own_bid, own_submission
from procurement.tendering.calculations.deadlines import deadline_of
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused, add_to_form
from socialvalue.common.views import signed_in

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@signed_in
def check(request, pk: int):
    """Everything on one page; what is missing, with links; the declaration and the button when nothing is."""
    bid = own_bid(request, pk)
    if not can_write(request.user, bid):
        return redirect("bid", bid.pk)
    form = DeclarationForm(request.POST or None, supplier=bid.supplier, version=bid.version)
    if request.method == "POST" and form.is_valid():
        try:
            submission = services.submit(bid, by=request.user, expected_version=form.expected_version)
            return redirect("bid-receipt", bid.pk, submission.number)
        except Refused:
            # What is missing stands on the page with its links
            form = DeclarationForm(supplier=bid.supplier, version=bid.version)
        except Conflict as error:
            add_to_form(form, error)
            bid = own_bid(request, pk)
            form.take_latest(bid.version)
    return render(request, "procurement/bidding/check.html", _check_context(request, bid, form))


def _check_context(request, bid: Bid, form) -> dict:
    draft = selectors.content(bid, request.user)
    questions = [selectors.asked(q) for q in selectors.questions(bid.tender)]
    missing = [
        {"text": problem.text, "url": pages.section_url(bid, problem.section, problem.commitment)}
        for problem in completeness.problems(draft, questions)
    ]
    return {
        "bid": bid,
        "tender": bid.tender,
        "form": form,
        "missing": missing,
        "standing": selectors.standing_submission(bid) if bid.is_being_changed else None,
        "parts": pages.reading(bid, draft, look_ahead=True),
        "content": draft,
        "price": pages.price_words(draft),
        "left": deadline.time_left(deadline_of(bid.tender), clock.now()),
        "back_url": reverse("bid", args=[bid.pk]),
        "back_label": "Your bid",
    }


@require_safe
@signed_in
def receipt(request, pk: int, number: int):
    submission = own_submission(request, pk, number)
    standing = selectors.standing_submission(submission.bid)
    context = {
        "submission": submission,
        "bid": submission.bid,
        "tender": submission.bid.tender,
        "counts": standing == submission,
        "open": not deadline.passed(deadline_of(submission.bid.tender), clock.now()),
        "received": deadline.in_words(submission.submitted_at, seconds=True),
        "file_name": f"{submission.receipt}.json",
        **_signed(submission),
    }
    return render(request, "procurement/bidding/receipt.html", context)


def _signed(submission) -> dict:
    """Its signed receipts; one that was sent before there were any has none."""
    found = receipts_of(submission)
    return {"signed": found.get(ReceiptKind.SENT), "withdrawal": found.get(ReceiptKind.WITHDRAWN)}


def _with_whole_seal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of what was sent; where its seal is broken, the receipt with what to do."""

    @wraps(view)
    def seen(request, pk: int, number: int) -> HttpResponse:
        try:
            return view(request, pk, number)
        except SealBroken:
            messages.error(
                request,
                "What you sent cannot be read here: its seal is broken. Keep the copy that you downloaded. The council asks "
                "for it when the bids are opened.",
            )
            return redirect("bid-receipt", pk, number)

    return seen


@require_safe
@signed_in
@_with_whole_seal
def sent_document(request, pk: int, number: int):
    """The exact bytes of which the receipt gives the digest."""
    submission = own_submission(request, pk, number)
    response = HttpResponse(selectors.document_bytes(submission), content_type="application/json")
    response["Content-Disposition"] = selectors.as_attachment(f"{submission.receipt}.json")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@signed_in
@_with_whole_seal
def sent(request, pk: int, number: int):
    """What was sent, for reading."""
    submission = own_submission(request, pk, number)
    content = document.read(selectors.document_bytes(submission))
    context = {
        "submission": submission,
        "bid": submission.bid,
        "tender": submission.bid.tender,
        "parts": pages.reading(submission.bid, content, look_ahead=True),
        "content": content,
        "price": pages.price_words(content),
        "breadcrumbs": [("Your bid", reverse("bid", args=[pk]))],
    }
    return render(request, "procurement/bidding/sent.html", context)


@require_http_methods(PAGE)
@signed_in
def change(request, pk: int):
    """Open a copy of what was sent. Pressed twice, or by a colleague too, it leads to the one that is open."""
    bid = own_bid(request, pk)
    if request.method != "POST":
        return redirect("bid", bid.pk)
    services.begin_replacement(bid, by=request.user)
    messages.success(request, "You are changing a copy. The bid you sent counts until you send the change.")
    return redirect("bid", bid.pk)


@require_http_methods(PAGE)
@signed_in
def drop_change(request, pk: int):
    bid = own_bid(request, pk)
    if request.method == "POST":
        services.drop_replacement(bid, by=request.user)
        messages.success(request, "The change is discarded. Your bid counts as you sent it.")
        return redirect("bid", bid.pk)
    deadline.check_open(bid.tender, clock.now())
    if not bid.is_being_changed:
        return redirect("bid", bid.pk)
    standing = selectors.counted_submission(bid)
    context = {
        "heading": "Leave your bid as you sent it?",
        "caption": bid.tender.title,
        "consequence": (
            f"The bid you sent on {deadline.in_words(standing.submitted_at)} goes on counting, receipt {standing.receipt}. "
            "What you and your colleagues changed since then is lost."
        ),
        "dangerous": True,
        "read": bid,
        "confirm_label": "Discard the change",
        "cancel_url": reverse("bid", args=[bid.pk]),
        "back_url": reverse("bid", args=[bid.pk]),
        "back_label": "Your bid",
    }
    return render(request, "layouts/confirm.html", context)


@require_http_methods(PAGE)
@signed_in
def withdraw(request, pk: int):
    bid = own_bid(request, pk)
    if request.method == "POST":
        services.withdraw(bid, by=request.user)
        messages.warning(request, "Your bid was withdrawn. It does not count until you send it again.")
        return redirect("bid", bid.pk)
    deadline.check_open(bid.tender, clock.now())
    changed = " The change that you began becomes your draft." if bid.is_being_changed else ""
    context = {
        "heading": "Withdraw your bid?",
        "caption": bid.tender.title,
        "consequence": (
            "A withdrawn bid does not count. To change it you do not have to withdraw it. You can send it again until "
            f"{deadline.in_words(deadline_of(bid.tender))}. Nothing you wrote is lost.{changed}"
        ),
        "dangerous": True,
        "read": bid,
        "confirm_label": "Withdraw the bid",
        "cancel_url": reverse("bid", args=[bid.pk]),
        "back_url": reverse("bid", args=[bid.pk]),
        "back_label": "Your bid",
    }
    return render(request, "layouts/confirm.html", context)


@require_http_methods(PAGE)
@signed_in
def confirm(request, pk: int):
    bid = own_bid(request, pk)
    if request.method == "POST":
        submission = services.confirm(bid, by=request.user)
        return redirect("bid-receipt", bid.pk, submission.number)
    if not selectors.needs_confirming(bid):
        return redirect("bid", bid.pk)
    standing = selectors.counted_submission(bid)
    context = {
        "bid": bid,
        "heading": "Confirm your bid",
        "caption": bid.tender.title,
        "amendments": bid.tender.amendments.filter(number__gt=standing.amendment),
        "read": [bid, bid.tender],
        "confirm_label": "Confirm: our bid stays as it is",
        "cancel_url": reverse("bid", args=[bid.pk]),
        "back_url": reverse("bid", args=[bid.pk]),
        "back_label": "Your bid",
    }
    return render(request, "procurement/bidding/confirm.html", context)
