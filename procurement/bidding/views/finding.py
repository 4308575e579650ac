"""How the pages find what they show."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from procurement.bidding import pages as presenting
from procurement.bidding.models import Bid, Submission
from procurement.tendering.models import Tender


def own_bid(request, pk: int) -> Bid:
    """A bid of the supplier this person acts for; 404 for everybody else, always."""
    bids = Bid.objects.own(request.user).select_related("tender__commission__council", "supplier", "started_by")
    return get_object_or_404(bids, pk=pk)


def question_of(bid: Bid, key: str) -> presenting.Asked:
    asked = presenting.asked_on_page(bid.tender, key)
    if asked is None:
        raise Http404
    return asked


def council_tender(request, reference: str) -> Tender:
    """A tender of the council this person works for or sits on; 404 for everybody else."""
    councils = [m.organisation_id for m in request.user.current_memberships]
    tenders = Tender.objects.visible_to(request.user).select_related("commission__council")
    return get_object_or_404(tenders, reference=reference, commission__council__in=councils)


def own_submission(request, pk: int, number: int) -> Submission:
    """A submission of one's own bid, by its number."""
    bid = own_bid(request, pk)
    found = get_object_or_404(bid.submissions.select_related("submitted_by").prefetch_related("receipts"), number=number)
    found.bid = bid
    return found
