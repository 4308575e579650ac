"""A broken seal: the bidder sends a copy, an officer says what is to be done."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from procurement.bidding import forms, services
from procurement.bidding.models import BrokenSeal
from procurement.bidding.permissions import check_can_open
from procurement.bidding.selectors import counted_submission
from procurement.bidding.selectors.seals import copies_wanted
from procurement.bidding.views.finding import council_tender, own_bid
from socialvalue.common.pages import form_page
from socialvalue.common.views import signed_in, takes_files

PAGE = ["GET", "HEAD", "POST"]


@takes_files
@require_http_methods(PAGE)
@signed_in
def copy(request, pk: int):
    """Only while a copy is wanted."""
    bid = own_bid(request, pk)
    if not copies_wanted(bid):
        raise Http404
    back = reverse("bid", args=[bid.pk])
    return form_page(
        request,
        forms.CopyForm(request.POST or None, request.FILES or None),
        lambda typed: services.hand_in(bid, by=request.user, data=typed["file"].read()),
        to=back,
        done="Your copy is what you sent. Two people at the council accept it before they open the bids.",
        back_url=back,
        caption=bid.tender.title,
        heading="Send your own copy",
        intro="A part of what you sent cannot be opened: the copy that this service holds was damaged. Yours is accepted if its "
        "fingerprint (SHA-256) is that of what you sent.",
        submit_label="Send the copy",
    )


@require_http_methods(PAGE)
@signed_in
def decide(request, reference: str, pk: int):
    tender = council_tender(request, reference)
    check_can_open(request.user, tender)
    waiting = BrokenSeal.objects.visible_to(request.user).filter(bid__tender=tender, agreed_by=None)
    seal = get_object_or_404(waiting.select_related("bid__tender__commission__council"), pk=pk)
    back = reverse("opening", args=[reference])
    return form_page(
        request,
        forms.SealForm(request.POST or None, has_copy=seal.copy is not None, initial={"reason": seal.reason}),
        lambda typed: services.decide_seal(seal, by=request.user, **typed),
        to=back,
        done="That is noted. A second person agrees to it by opening the bids.",
        read=seal,
        back_url=back,
        caption=f"{tender.title}, receipt {counted_submission(seal.bid).receipt}",
        heading="What is to be done about the broken seal?",
        intro="The other bids wait for this. A second person opens the bids, and agrees to it by that."
        + ("" if seal.copy is not None else " The bidder has sent no copy yet."),
        submit_label="Save",
    )
