"""What a supplier takes out of its bids: every bid and receipt, and what stands in those that were opened."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db.models import Exists, OuterRef

from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Answer, Bid, OfferedCommitment, SealedFile, Submission
from procurement.bidding.selectors import bids_of, later, state_of
from procurement.bidding.selectors.outcomes import outcome_of
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.documents.models import HeldFile
from socialvalue.documents.services.holding import why_shut
from socialvalue.exports.documents import Enclosed, Files, Part, Unreadable, at, part_of
from socialvalue.exports.documents.bundles import SET

FIRST = ["council", "tender", "title"]
BIDS = [
    *FIRST, "bidder", "started at", "status", "sent at", "receipt", "outcome", "price", "its content",
]  # fmt: skip
RECEIPTS = [*FIRST, "submission", "receipt", "sent at", "sent by", "sha256", "withdrawn at"]
ANSWERS = [*FIRST, "question", "answer", "declared"]
COMMITMENTS = [
    *FIRST, "question", "outcome", "measure", "unit", "quantity", "per", "place", "how it is shown",
    "how people were involved",
]  # fmt: skip
OPENED = "in answers.csv and commitments.csv"
SEALED = "sealed: encrypted until two officers open it after the deadline"
LEFT_OUT = "never opened: its seal was broken, and the other bids were opened without it"
NEVER_OPENED = "never opened: it was not sent, or was withdrawn"


def parts(user: User) -> list[Part]:
    now = clock.now()
    bids = bids_of(user)
    # What was opened: until then there is nothing to read outside the seal
    answers = Answer.objects.visible_to(user).filter(bid__in=Bid.objects.own(user))
    offered = OfferedCommitment.objects.visible_to(user).filter(bid__in=Bid.objects.own(user))
    receipts = Submission.objects.visible_to(user).filter(bid__in=Bid.objects.own(user))
    council = "bid__tender__commission__council"
    return [
        part_of(
            "bids/bids.csv", "Each of your bids: for which tender, how it stands, when it was sent and what became of it.",
            BIDS, bids, lambda bid: [_bid(bid, now)],
        ),
        part_of(
            "bids/receipts.csv", "Each time a bid was sent: its receipt, and the digest of what was sent.", RECEIPTS,
            receipts.select_related(council, "submitted_by").order_by("bid", "number"),
            lambda one: [[
                *_tender(one.bid), one.number, one.receipt, at(one.submitted_at), str(one.submitted_by), one.sha256,
                at(one.withdrawn_at),
            ]],
        ),
        part_of(
            "bids/answers.csv", "Your answers in bids that were opened. A declaration says what you declared: yes or no.",
            ANSWERS,
            answers.select_related(council, "question__criterion").order_by("bid", "question__criterion__order", "pk"),
            lambda one: [[*_tender(one.bid), one.question.criterion.title, one.text, one.passed]],
        ),
        part_of(
            "bids/commitments.csv", "What you offered to do in bids that were opened.", COMMITMENTS,
            offered.select_related(council, "answer__question__criterion").order_by("bid", "answer", "order", "pk"),
            lambda one: [[
                *_tender(one.bid), one.answer.question.criterion.title, one.outcome_text, one.measure_text, one.unit,
                one.quantity,
                one.get_per_display(), one.place, one.evidence, one.involvement,
            ]],
        ),
    ]  # fmt: skip


def files(user: User, read: Callable[[SealedFile], bytes]) -> Files:
    """The files of opened bids. ``read`` unseals one: they are kept encrypted, each in one piece of limited size."""
    rows = SealedFile.objects.visible_to(user).filter(bid__in=Bid.objects.own(user), opened_at__isnull=False)
    rows = rows.annotate(held=Exists(HeldFile.objects.filter(key=OuterRef("pk"))))
    rows = rows.select_related("bid__tender__commission__council", "question__criterion").order_by("bid", "uploaded_at", "pk")

    def each() -> Iterator[Enclosed]:
        for one in rows.iterator(chunk_size=SET):
            tender = one.bid.tender
            yield Enclosed(
                folders=("bids", tender.reference), name=one.name, size=one.size, sha256=one.sha256,
                council=str(tender.commission.council), reference=tender.reference,
                belongs_to=f"Your answer to “{one.question.criterion.title}”",
                pieces=partial(_unsealed, one, read), why_not=why_shut(one.pk) if one.held else "",
            )  # fmt: skip

    return Files(each, [rows])


def _unsealed(one: SealedFile, read: Callable[[SealedFile], bytes]) -> Iterator[bytes]:
    try:
        return iter([read(one)])
    except SealBroken as broken:
        raise Unreadable from broken


def _tender(bid: Bid) -> list[str]:
    return [str(bid.tender.commission.council), bid.tender.reference, bid.tender.title]


def _bid(bid: Bid, now) -> list:
    sent = max(bid.submissions.all(), key=lambda one: one.number, default=None)
    outcome = outcome_of(bid)
    words = ". ".join(filter(None, [outcome.words, outcome.standstill_words])) if outcome else later(bid)
    return [
        *_tender(bid), bid.bidder, at(bid.started_at), state_of(bid, now)[0], at(sent.submitted_at) if sent else None,
        sent.receipt if sent else "", words, bid.price, _content(bid),
    ]  # fmt: skip


def _content(bid: Bid) -> str:
    if bid.is_opened:
        return OPENED
    if bid.status == BidStatus.UNOPENED:
        return LEFT_OUT
    return SEALED if bid.status == BidStatus.SUBMITTED else NEVER_OPENED
