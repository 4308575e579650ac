"""Start a draft again that cannot be read any more. What was sent stands."""

from django.db import transaction

from procurement.bidding import selectors
from procurement.bidding.calculations import document
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.models import Bid
from procurement.bidding.permissions import check_can_write
from procurement.bidding.services.drafting import record_bid
from procurement.bidding.services.locking import locked_in_time
from procurement.bidding.services.replacing import write_as_sent
from socialvalue.accounts.models import User
from socialvalue.common.errors import WrongState
from socialvalue.common.saving import check_read


@transaction.atomic
def start_again(bid: Bid, *, by: User) -> Bid:
    """From what was sent last, where there is something and its seal opens; else from nothing.

    Raises WrongState for a draft that can be read, and whenever nothing may be written.
    """
    bid = locked_in_time(bid, by)
    check_can_write(by, bid)
    check_read(bid)
    if not selectors.draft_is_broken(bid):
        raise WrongState("This draft can be read. Change it as it is.")
    write_as_sent(bid, document.empty(), _last_sent(bid) or document.empty())
    bid.version += 1
    bid.save(update_fields=["version"])
    record_bid("start again", "started the draft again: it could not be read any more", bid, by)
    return bid


def _last_sent(bid: Bid) -> dict | None:
    """What the last submission says, one that was withdrawn too; None without any, or where its seal is broken."""
    last = bid.submissions.order_by("-number").first()
    if last is None:
        return None
    last.bid = bid
    try:
        return document.read(selectors.document_bytes(last))
    except SealBroken:
        return None
