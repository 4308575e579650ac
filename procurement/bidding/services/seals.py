"""A seal that is broken: what is found, the bidder's own copy, what two people decide. The other bids are opened all the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from procurement.bidding import selectors
from procurement.bidding.calculations import document
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.enums import BidStatus, SealDecision
from procurement.bidding.models import Bid, BrokenSeal, SealedFile, Submission
from procurement.bidding.permissions import check_can_open
from procurement.bidding.services.drafting import record_bid
from procurement.bidding.services.files import file_bytes, named_in
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.notifications.services import tell_all


@dataclass(frozen=True)
class Fault:
    """A part of a bid that does not open. The words name the receipt: until all is opened nobody is told who bid."""

    bid: Bid
    part: str
    receipt: str
    why: str

    @property
    def words(self) -> str:
        return f"Receipt {self.receipt}: {self.why}"


class SealsBroken(SealBroken):
    """Some of the bids do not open, and nothing is decided about them yet."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__(". ".join(one.words for one in faults))


def whole(bid: Bid, submission: Submission) -> tuple[dict | None, list[Fault]]:
    """What was sent, from its seal or from the copy that was decided to be taken, and every part of it that does not open."""
    copies = {one.part: one for one in bid.broken_seals.all() if one.decision == SealDecision.COPY}
    plain = _bytes_of(bid, submission.sha256, copies.get(""), lambda: selectors.document_bytes(submission))
    if plain is None:
        return None, [
            Fault(bid, "", submission.receipt, "the seal is broken, or the bid is not the one its receipt was given for")
        ]
    content = document.read(plain)
    files = {str(one.pk): one for one in SealedFile.objects.filter(bid=bid, pk__in=list(named_in(content)))}
    faults = []
    for part, facts in named_in(content).items():
        found = files.get(part)
        if found is not None:
            found.bid = bid
        if _bytes_of(bid, facts["sha256"], copies.get(part), lambda found=found: _file(found)) is None:
            faults.append(
                Fault(
                    bid, part, submission.receipt, "a file that was sent with the bid is missing, or is not the one that was sent"
                )
            )
    return content, faults


def _file(found: SealedFile | None) -> bytes:
    if found is None:
        raise SealBroken("missing")
    return file_bytes(found)


def _bytes_of(bid: Bid, sha256: str, copy: BrokenSeal | None, sealed) -> bytes | None:
    """The bytes with this digest; None where neither the seal nor the copy gives them."""
    try:
        plain = bid.unseal(copy.copy, copy.purpose) if copy is not None and copy.copy is not None else sealed()
    except (SealBroken, OSError):
        return None
    return plain if document.digest(plain) == sha256 else None


def note(tender: Tender, faults: Iterable[Fault], *, by: User) -> None:
    """After an opening that stopped: what was found, once for each part, and its bidder is asked for a copy."""
    for fault in faults:
        row, new = BrokenSeal.objects.get_or_create(bid=fault.bid, part=fault.part, defaults={"why": fault.why, "found_by": by})
        if new:
            _ask_for_copy(row, fault.bid, tender)
        else:
            row.attempts += 1
            row.save(update_fields=["attempts"])


def _ask_for_copy(row: BrokenSeal, bid: Bid, tender: Tender) -> None:
    what = "a file that you sent with your bid" if row.part else "your bid"
    receipt = selectors.counted_submission(bid).receipt
    tell_all(
        people_who(Permission.BID, bid.supplier),
        key=f"bid-copy-wanted:{row.pk}",
        subject=f"Send your own copy of {what}: {tender.title}",
        body=(
            f"The council began to open the bids for “{tender.title}” ({tender.reference}), and {what} could not be opened: the "
            f"copy that this service holds was damaged. Your receipt {receipt} stands. Nobody has read your bid.\n\n"
            "Send the file that you downloaded when you sent it. It is accepted if its fingerprint (SHA-256) is the one of "
            "what you sent, and then counts as if nothing had happened. If you have none, write to the council now."
        ),
        url=reverse("bid-copy", args=[bid.pk]),
        action="Send your copy",
        why=f"You get this because you bid for {bid.supplier}.",
        council=tender.council,
    )


@transaction.atomic
def hand_in(bid: Bid, *, by: User, data: bytes) -> BrokenSeal:
    """The bidder's own copy of a part that does not open. Raises Refused unless its digest is that of what was sent."""
    by.must_have(Permission.BID, bid.supplier_id)
    tender = locked(bid.tender, NOTHING_READ)
    bid = locked(bid, NOTHING_READ)
    bid.tender = tender
    wanted = {one.part: one for one in bid.broken_seals.all() if one.copy is None}
    if bid.status != BidStatus.SUBMITTED or tender.status != TenderStatus.CLOSED or not wanted:
        raise WrongState("No copy of this bid is wanted")
    digest, submission = document.digest(data), selectors.counted_submission(bid)
    content, _ = whole(bid, submission)
    named = named_in(content) if content else {}
    fitting = [""] if digest == submission.sha256 else [part for part, facts in named.items() if facts["sha256"] == digest]
    row = next((wanted[part] for part in fitting if part in wanted), None)
    if row is None:
        raise Refused(f"This is not what was sent. Its SHA-256 is {digest}. Choose the file you downloaded.", "file")
    row.copy, row.copy_at, row.copy_by = bid.seal(data, row.purpose), clock.now(), by
    row.version += 1
    row.save(update_fields=["copy", "copy_at", "copy_by", "version"])
    record_bid("send copy", f"sent their own copy of what was sent, receipt {submission.receipt}", bid, by)
    tell_all(
        people_who(Permission.OPEN_BIDS, tender.council),
        key=f"bid-copy:{row.pk}",
        subject=f"A bidder sent a copy: {tender.title}",
        body=(
            f"The seal of receipt {submission.receipt} for “{tender.title}” ({tender.reference}) is broken. Its bidder sent a "
            "copy, and its SHA-256 is that of what was sent. One of you accepts it, another opens the bids."
        ),
        url=reverse("opening", args=[tender.reference]),
        action="Accept the copy",
        why=f"You get this because you open bids for {tender.council}.",
    )
    return row


@transaction.atomic
def decide_seal(seal: BrokenSeal, *, by: User, decision: str, reason: str = "") -> BrokenSeal:
    """The first of two people says what is to be done; the second agrees by opening the bids.

    Raises Refused for a copy that is not there, and without a reason for leaving a bid out.
    """
    tender = locked(seal.bid.tender, NOTHING_READ)
    check_can_open(by, tender)
    seal = locked(seal, AS_READ)
    if tender.status != TenderStatus.CLOSED or seal.agreed_by_id is not None:
        raise WrongState("The bids are open already")
    if decision == SealDecision.COPY and seal.copy is None:
        raise Refused("The bidder has sent no copy: wait for it, or open the others without this bid", "decision")
    if decision == SealDecision.WITHOUT:
        check_reason(reason, "Say why the bid is not waited for any longer")
    seal.decision, seal.reason = SealDecision(decision), reason
    seal.decided_by, seal.decided_at = by, clock.now()
    seal.version += 1
    seal.save(update_fields=["decision", "reason", "decided_by", "decided_at", "version"])
    receipt = selectors.counted_submission(seal.bid).receipt
    record(
        "decide broken seal",
        f"decided about the broken seal of receipt {receipt}: {SealDecision(decision).label.lower()}",
        by=by,
        about=tender,
        council=tender.council,
        reason=reason,
    )
    return seal
