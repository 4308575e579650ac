"""The tender's row first, then the bid's: so nothing is sent, taken back or changed while bids are opened."""

from procurement.bidding.calculations import deadline
from procurement.bidding.models import Bid
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked


def locked_in_time(bid: Bid, by: User) -> Bid:
    """The bid under lock, its tender under lock before it, while the deadline has not passed."""
    by.must_have(Permission.BID, bid.supplier_id)
    tender = locked(bid.tender, NOTHING_READ)
    deadline.check_open(tender, clock.now())
    bid = locked(bid, NOTHING_READ)
    bid.tender = tender
    return bid
