"""Change a bid that was sent. What was sent counts until the change is sent, and the change is a copy, sealed as a draft is.

The copy is the bid's draft. ``Bid.replacing_since`` says that it is being changed; without it the draft of a sent bid is shut.
"""

from typing import Any

from django.db import transaction
from django.urls import reverse

from procurement.bidding import selectors
from procurement.bidding.calculations import deadline, document
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.enums import SendingVerb
from procurement.bidding.models import Bid, SealedFile, Sending, Submission
from procurement.bidding.permissions import check_can_replace
from procurement.bidding.services.drafting import record_bid
from procurement.bidding.services.files import named_in
from procurement.bidding.services.locking import locked_in_time
from procurement.bidding.services.unanswered import WAITED_FOR, noted_until_answered
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.common.saving import check_read
from socialvalue.notifications.services import tell_all


@noted_until_answered(SendingVerb.CHANGE)
@transaction.atomic
def begin_replacement(bid: Bid, *, by: User) -> Bid:
    """Open a copy of what was sent, to be changed; the one that a colleague opened already, if there is one.

    Raises WrongState unless the bid was sent and the deadline has not passed.
    """
    bid = locked_in_time(bid, by)
    check_can_replace(by, bid)
    if bid.replacing_since is not None:
        return bid
    _copy_of(bid, selectors.counted_submission(bid))
    _mark(bid, since=clock.now(), by=by)
    record_bid("change", "began to change the bid that was sent", bid, by)
    return bid


@noted_until_answered(SendingVerb.DISCARD)
@transaction.atomic
def drop_replacement(bid: Bid, *, by: User) -> Bid:
    """Leave the bid as it was sent: the copy is discarded, whoever wrote in it. Raises Conflict when a colleague wrote since."""
    bid = locked_in_time(bid, by)
    check_can_replace(by, bid)
    if bid.replacing_since is None:
        raise WrongState("Nobody is changing this bid: it counts as it was sent")
    check_read(bid)
    _copy_of(bid, selectors.counted_submission(bid))
    _mark(bid)
    record_bid("drop change", "discarded the change: the bid counts as it was sent", bid, by)
    return bid


def what_was_sent(submission: Submission) -> dict[str, Any]:
    """What the bid says, to go on from. Raises WrongState where its seal is broken: it counts, and can be withdrawn."""
    try:
        return document.read(selectors.document_bytes(submission))
    except SealBroken:
        raise WrongState(
            "The bid you sent cannot be opened here: its seal is broken. Withdraw it and send it again before the deadline. "
            "Or leave it and keep the copy that you downloaded: the council asks for it when the bids are opened."
        ) from None


def _copy_of(bid: Bid, submission: Submission) -> None:
    """The draft says what was sent, file by file; who saved which part of it last stays known."""
    sent = what_was_sent(submission)
    draft = document.empty() if selectors.draft_is_broken(bid) else selectors.draft_of(bid)
    write_as_sent(bid, draft, sent)


def write_as_sent(bid: Bid, draft: dict[str, Any], sent: dict[str, Any]) -> None:
    """Seal the draft as the bid's own, saying what was sent; files that were taken out of the draft since are there again."""
    draft.update(answers=sent["answers"], price=sent["price"], price_note=sent["price_note"])
    bid.sealed_draft = bid.seal(document.canonical(draft), "draft")
    bid.save(update_fields=["sealed_draft"])
    SealedFile.objects.filter(bid=bid, pk__in=list(named_in(sent))).update(removed_at=None)


def _mark(bid: Bid, *, since=None, by: User | None = None) -> None:
    bid.replacing_since, bid.replacing_by = since, by
    bid.version += 1
    bid.save(update_fields=["replacing_since", "replacing_by", "version"])


def void_replacements(tender: Tender) -> int:
    """After the deadline: changes that were not sent are void, and their people are told what counts. How many there were.

    The tender is locked and its deadline has passed. Safe to repeat.
    """
    bids = Bid.objects.select_for_update(of=("self",)).filter(tender=tender, replacing_since__isnull=False)
    bids = bids.exclude(pk__in=Sending.objects.waited_for(clock.now() - WAITED_FOR).values("bid"))
    voided = 0
    for bid in bids.select_related("supplier").order_by("pk"):
        bid.tender = tender
        submission = selectors.counted_submission(bid)
        begun = deadline.in_words(bid.replacing_since) if bid.replacing_since else ""
        _mark(bid)
        record("void change", "let the change lapse: it was not sent before the deadline", by=None, about=bid, confidential=True)
        tell_all(
            people_who(Permission.BID, bid.supplier),
            key=f"bid-change-void:{submission.receipt}",
            subject=f"Your bid for {tender.title} counts as you sent it",
            body=(
                f"The deadline for “{tender.title}” ({tender.reference}) was {deadline.in_words(deadline_of(tender))}. "
                f"The change of your bid that was begun on {begun} was not sent, so it does not count. "
                "Nobody at the council has seen it, and nobody will.\n\n"
                f"The bid that you sent on {deadline.in_words(submission.submitted_at)} counts, receipt {submission.receipt}."
            ),
            url=reverse("bid", args=[bid.pk]),
            action="See the bid",
            why=f"You get this because you bid for {bid.supplier}.",
            council=tender.council,
        )
        voided += 1
    return voided
