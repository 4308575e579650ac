"""Start a draft again that cannot be read any more. What was sent stands."""

from django.db import transaction

from procurement.bidding import selectors
from procurement.bidding.calculations import document
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.models import Bid
from procurement.bidding.permissions import check_can_write
from procurement.bidding.services.drafting import record_bid
from procurement.bidding.services.locking import locked_in_time
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
    bid.sealed_draft = bid.seal(document.canonical(_to_begin_with(bid)), "draft")
    bid.version += 1
    bid.save(update_fields=["sealed_draft", "version"])
    record_bid("start again", "started the draft again: it could not be read any more", bid, by)
    return bid


def _to_begin_with(bid: Bid) -> dict:
    draft = document.empty()
    last = bid.submissions.order_by("-number").first()
    if last is not None:
        last.bid = bid
        try:
            sent = document.read(selectors.document_bytes(last))
        except SealBroken:
            return draft
        draft.update(answers=sent["answers"], price=sent["price"], price_note=sent["price_note"])
    return draft
