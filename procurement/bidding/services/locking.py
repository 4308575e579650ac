"""The tender's row first, then the bid's: so nothing is sent, taken back or changed while bids are opened."""

from procurement.bidding.calculations import deadline
from procurement.bidding.models import Bid, Opening
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common import arrival, clock
from socialvalue.common.errors import WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked


def locked_in_time(bid: Bid, by: User) -> Bid:
    """The bid under lock, its tender under lock before it, for a request that arrived before the deadline.

    How long it waited for the locks is not its fault: the clock may have closed the tender meanwhile.
    """
    by.must_have(Permission.BID, bid.supplier_id)
    tender = locked(bid.tender, NOTHING_READ)
    arrived = arrival.current()
    if arrived is not None:
        deadline.check_whole(tender, arrived.at, arrived.whole)
    waited = arrived is not None and tender.status == TenderStatus.CLOSED and clock.now() < deadline_of(tender)
    if waited:
        _check_not_opening(tender)
        # Closed by the clock since it was read, which is no change of what was read. This row is not saved
        tender.version -= 1
    else:
        deadline.check_open(tender, clock.now())
    bid = locked(bid, NOTHING_READ)
    bid.tender = tender
    return bid


def _check_not_opening(tender: Tender) -> None:
    """What was not finished when the opening began is refused there."""
    if Opening.objects.filter(tender=tender).exists():
        raise WrongState("The bids are being opened, and your request was not finished before. What you sent earlier counts.")
