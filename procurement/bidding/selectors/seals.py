"""Broken seals as pages show them."""

from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid, BrokenSeal
from procurement.bidding.selectors import counted_submission
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.accounts.models import User


def copies_wanted(bid: Bid) -> bool:
    """Whether its bidder is asked for a copy of something that does not open."""
    if bid.status != BidStatus.SUBMITTED or bid.tender.status != TenderStatus.CLOSED:
        return False
    return bid.broken_seals.filter(copy=None).exists()


def why_left_out(bid: Bid) -> str:
    """The reason that its bidder reads; empty of a bid that was opened."""
    if bid.status != BidStatus.UNOPENED:
        return ""
    return reasons_of(bid)


def reasons_of(bid: Bid) -> str:
    """Why it is left out, each reason once, a line each."""
    return "\n".join(dict.fromkeys(one.reason for one in bid.broken_seals.all() if one.reason))


def broken_seals(tender: Tender, user: User) -> list[dict]:
    """Each with the receipt it is about; whose bid it is only once the bids are open."""
    found = BrokenSeal.objects.visible_to(user).filter(bid__tender=tender)
    found = found.select_related("bid__supplier", "decided_by", "agreed_by").prefetch_related("bid__submissions")
    done = tender.status != TenderStatus.CLOSED
    return [
        {"seal": one, "receipt": counted_submission(one.bid).receipt, "bidder": one.bid.bidder_marked if done else ""}
        for one in found.order_by("found_at", "pk")
    ]
