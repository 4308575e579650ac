"""The opening: after the deadline, two people, and only then the bids can be read."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.urls import reverse

from procurement.bidding import selectors
from procurement.bidding.calculations import deadline, document
from procurement.bidding.enums import BidStatus, SealDecision
from procurement.bidding.models import Answer, Bid, OfferedCommitment, Opening, SealedFile, Sending, Submission
from procurement.bidding.permissions import check_can_complete, check_can_open
from procurement.bidding.services.files import named_in
from procurement.bidding.services.reconciling import check_reconciled, stopped_by_differences
from procurement.bidding.services.replacing import void_replacements
from procurement.bidding.services.restoring import leave_out, restore
from procurement.bidding.services.seals import Fault, SealsBroken, note, whole
from procurement.bidding.services.unanswered import WAITED_FOR, refuse_unfinished
from procurement.bidding.workflow import BID
from procurement.commissioning.selectors import planned
from procurement.pipeline.enums import Phase
from procurement.tendering.calculations.deadlines import opens_at
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Question, Tender
from procurement.tendering.services import close_due, mark
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.ledger.selectors import head
from socialvalue.notifications.services import tell, tell_all


def begin_opening(tender: Tender, *, by: User) -> Opening:
    """The first of two people opens. Nothing can be read yet.

    Raises WrongState before the hour after the deadline is over, or when begun already; ReceiptsDiffer, which is recorded and
    told, where receipts and bids held differ.
    """
    check_can_open(by, tender)
    with stopped_by_differences(tender, by):
        return _begin(tender, by=by)


@transaction.atomic
def _begin(tender: Tender, *, by: User) -> Opening:
    tender = _closed(tender)
    if Opening.objects.filter(tender=tender).exists():
        raise WrongState("The opening of these bids has begun already")
    unfinished = refuse_unfinished(tender)
    lapse_unsubmitted(tender)
    check_reconciled(tender)
    opening = Opening.objects.create(tender=tender, first_by=by)
    sentence = "began opening the bids"
    if unfinished:
        sentence += f"; {unfinished} request{'' if unfinished == 1 else 's'} that had not been finished refused"
    record("begin opening", sentence, by=by, about=[opening, tender], council=tender.council)
    tell_all(
        [person for person in people_who(Permission.OPEN_BIDS, tender.council) if person.pk != by.pk],
        key=f"opening-begun:{opening.pk}",
        subject=f"Complete the opening: {tender.title}",
        body=(
            f"{by} began opening the bids for “{tender.title}” ({tender.reference}). Nothing can be read until a second person "
            "completes it."
        ),
        url=reverse("opening", args=[tender.reference]),
        action="Complete the opening",
        by=planned.first_day(tender.commission, Phase.EVALUATION),
        why=f"You get this because you open bids for {tender.council}.",
    )
    return opening


def _closed(tender: Tender):
    """The tender under lock, closed for bids; one whose deadline has just passed is closed first."""
    now = clock.now()
    fresh = locked(tender, NOTHING_READ)
    if fresh.status == TenderStatus.PUBLISHED and fresh.deadline and deadline.passed(fresh.deadline, now):
        close_due(now)
        fresh = locked(tender, NOTHING_READ)
    if fresh.status in (TenderStatus.DRAFT, TenderStatus.CHECKING, TenderStatus.RETURNED, TenderStatus.PUBLISHED):
        when = ""
        if fresh.deadline:
            opens = deadline.in_words(opens_at(fresh))
            when = f" The deadline is {deadline.in_words(fresh.deadline)}, and they can be opened from {opens}."
        raise WrongState(f"The bids are sealed until the deadline has passed.{when}")
    if fresh.status != TenderStatus.CLOSED:
        raise WrongState(f"These bids cannot be opened: the tender is “{fresh.get_status_display().lower()}”")
    deadline.check_may_open(opens_at(fresh), now)
    return fresh


def complete_opening(opening: Opening, *, by: User) -> Opening:
    """The second person opens: every submission is unsealed and checked against its receipt, then can be read.

    A bid of which two people decided that it is left out stays sealed. Of any other that does not open nothing is opened:
    SealBroken, which is recorded and told its bidder. ReceiptsDiffer as at the beginning; NotAllowed for the person who began
    or decided about a broken seal; WrongState when it is done already.
    """
    try:
        with stopped_by_differences(opening.tender, by):
            return _complete(opening, by=by)
    except SealsBroken as error:
        with transaction.atomic():
            tender = locked(opening.tender, NOTHING_READ)
            record(
                "opening failed",
                "could not open the bids",
                by=by,
                about=[opening, tender],
                council=tender.council,
                reason=error.message,
            )
            note(tender, error.faults, by=by)
        raise


@transaction.atomic
def _complete(opening: Opening, *, by: User) -> Opening:
    check_can_open(by, opening.tender)
    tender = _closed(opening.tender)
    opening = locked(opening, AS_READ)
    if opening.second_by_id is not None:
        raise WrongState("These bids are open already")
    check_can_complete(by, opening)
    check_reconciled(tender)
    now = clock.now()
    readable, left_out = _sorted(_submitted(tender))
    for _, bid in left_out:
        _agree(bid, SealDecision, by, now)
    for _, bid, _ in readable:
        _agree(bid, [SealDecision.COPY], by, now)
    # Drawn now: the order of what bidders sent could be chosen, by sending until it suits
    SystemRandom().shuffle(readable)
    questions = {q.criterion.key: q for q in selectors.questions(tender)}
    for index, (submission, bid, content) in enumerate(readable):
        restore(bid, submission)
        _unseal(bid, content, questions, label=f"Bid {letters(index)}", now=now)
        record("open", f"opened {bid.label}, receipt {submission.receipt}", by=by, about=bid, council=tender.council)
    for submission, bid in left_out:
        leave_out(bid, submission, by=by)
    last = head()
    opening.second_by, opening.second_at = by, now
    opening.record_number, opening.record_digest = (last.number, last.digest) if last.number else (None, "")
    opening.save(update_fields=["second_by", "second_at", "record_number", "record_digest"])
    sentence = f"opened {_bids(len(readable))} together with {opening.first_by}"
    if left_out:
        sentence += f"; {_bids(len(left_out))} could not be opened"
    drawn = {"letters": [None, {submission.receipt: bid.label for submission, bid, _ in readable}]}
    record("complete opening", sentence, by=by, about=[opening, tender], council=tender.council, changes=drawn)
    mark(tender, "open bids", by=by)
    _tell_who_leads(tender, by)
    return opening


def _bids(number: int) -> str:
    return f"{number} bid{'' if number == 1 else 's'}"


def _submitted(tender: Tender) -> list[tuple[Submission, Bid]]:
    """Every bid that counts, locked, with what was sent."""
    bids = (
        Bid.objects.select_for_update(of=("self",))
        .filter(tender=tender, status=BidStatus.SUBMITTED)
        .select_related("supplier")
        .prefetch_related("submissions", "broken_seals__decided_by", "broken_seals__copy_by")
    )
    found = []
    for bid in bids:
        submission = selectors.counted_submission(bid)
        bid.tender = tender
        submission.bid = bid
        found.append((submission, bid))
    return found


def _sorted(
    submitted: list[tuple[Submission, Bid]],
) -> tuple[list[tuple[Submission, Bid, dict[str, Any]]], list[tuple[Submission, Bid]]]:
    """Those that open, with what they say, and those that do not and are left out. A bid that opens again is opened, whatever
    was decided while it did not. Raises SealsBroken for those about which nobody decided."""
    readable, left_out, faults = [], [], list[Fault]()
    for submission, bid in submitted:
        content, broken = whole(bid, submission)
        if content is not None and not broken:
            readable.append((submission, bid, content))
        elif _decided(bid, SealDecision.WITHOUT):
            left_out.append((submission, bid))
        else:
            faults += broken
    if faults:
        raise SealsBroken(faults)
    return readable, left_out


def _decided(bid: Bid, decision: SealDecision) -> bool:
    return any(one.decision == decision for one in bid.broken_seals.all())


DECIDED = "You decided about a broken seal of these bids. Somebody else has to open them: two people decide it together."


def _agree(bid: Bid, decisions: Iterable[SealDecision], by: User, now: datetime) -> None:
    """Who opens agrees to those of the decisions about the bid's broken seals that are carried out, and is somebody else."""
    for one in bid.broken_seals.all():
        if one.decision in set(decisions):
            check_another_hand(by, one.decided_by_id, words=DECIDED)
            one.agreed_by, one.agreed_at = by, now
            one.save(update_fields=["agreed_by", "agreed_at"])


def _tell_who_leads(tender: Tender, by: User) -> None:
    """Whose turn it is now: the lead, or everybody who leads evaluations where none was set up yet."""
    evaluation = getattr(tender, "evaluation", None)
    begin = f"The bids for “{tender.title}” ({tender.reference}) are open. "
    common: dict[str, Any] = {"key": f"bids-opened:{tender.pk}", "by": planned.last_day(tender.commission, Phase.EVALUATION)}
    if evaluation is not None:
        if evaluation.lead_id != by.pk:
            tell(
                evaluation.lead,
                subject=f"Start scoring: {tender.title}",
                body=begin + "See that every question has somebody who scores it, then start scoring.",
                url=reverse("evaluation", args=[tender.reference]),
                action="Start scoring",
                why="You get this because you lead this evaluation.",
                **common,
            )
        return
    tell_all(
        [person for person in people_who(Permission.LEAD_EVALUATION, tender.council) if person.pk != by.pk],
        subject=f"Set up the evaluation: {tender.title}",
        body=begin + "Nobody leads their evaluation yet. One of you sets it up: a lead, a panel, who scores which question.",
        url=reverse("evaluation-set-up", args=[tender.reference]),
        action="Set up the evaluation",
        why=f"You get this because you lead evaluations for {tender.council}.",
        **common,
    )


def letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA: as columns are named."""
    name = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        name = chr(65 + place) + name
    return name


def _unseal(bid: Bid, content: dict[str, Any], questions: dict, *, label: str, now: datetime) -> None:
    for key, question in questions.items():
        _write_answer(bid, question, document.answer(content, key))
    _open_files(bid, content, now)
    bid.status = BID.target("open", bid.status)
    bid.price, bid.label = Decimal(content["price"]), label
    bid.version += 1
    bid.save(update_fields=["status", "price", "label", "version"])


def _write_answer(bid: Bid, question: Question, given: dict) -> None:
    answer = Answer.objects.create(bid=bid, question=question, text=given["text"], passed=given["passed"])
    OfferedCommitment.objects.bulk_create(
        OfferedCommitment(
            bid=bid,
            answer=answer,
            measure_id=one["measure_id"],
            quantity=Decimal(one["quantity"]),
            order=order,
            **{name: one[name] for name in document.COMMITMENT_TEXTS if name != "quantity"},
        )
        for order, one in enumerate(given["commitments"], start=1)
    )


def _open_files(bid: Bid, content: dict[str, Any], now: datetime) -> None:
    """Their bytes were compared with what the bid says of them just before (``seals.whole``)."""
    named = named_in(content)
    for sealed_file in SealedFile.objects.filter(bid=bid, pk__in=list(named)):
        facts = named[str(sealed_file.pk)]
        sealed_file.opened_at = now
        for name in ("name", "content_type", "size", "sha256"):
            setattr(sealed_file, name, facts[name])
        sealed_file.save(update_fields=["opened_at", "name", "content_type", "size", "sha256"])


@transaction.atomic
def lapse_unsubmitted(tender: Tender) -> int:
    """After the deadline: what was not sent, or was withdrawn and not sent again, has lapsed, and so has a change of a sent bid.

    The number of bids; of a bid whose change lapsed, what was sent counts.

    A bid of which a request is still being answered waits for the next run. Safe to repeat; does nothing while bids can be sent.
    """
    tender = locked(tender, NOTHING_READ)
    if tender.deadline is None or not deadline.passed(tender.deadline, clock.now()):
        return 0
    bids = Bid.objects.select_for_update(of=("self",)).filter(tender=tender, status__in=[BidStatus.DRAFT, BidStatus.WITHDRAWN])
    # What arrived in time and waits for its turn may still be sent
    bids = bids.exclude(pk__in=Sending.objects.waited_for(clock.now() - WAITED_FOR).values("bid"))
    lapsed = void_replacements(tender)
    for bid in bids.select_related("supplier"):
        was_withdrawn = bid.status == BidStatus.WITHDRAWN
        bid.status = BID.target("lapse", bid.status)
        bid.version += 1
        bid.save(update_fields=["status", "version"])
        record("lapse", "let the bid lapse: it was not sent before the deadline", by=None, about=bid, confidential=True)
        tell_all(
            people_who(Permission.BID, bid.supplier),
            key=f"bid-lapsed:{bid.pk}",
            subject=f"Your bid for {tender.title} was not sent",
            body=(
                f"The deadline for “{tender.title}” was {deadline.in_words(tender.deadline)}. Your bid "
                + ("was withdrawn and not sent again." if was_withdrawn else "was not sent.")
                + " Nobody at the council has seen it, and nobody will."
            ),
            url=reverse("bid", args=[bid.pk]),
            action="See the bid",
            why=f"You get this because you bid for {bid.supplier}.",
            council=tender.council,
        )
        lapsed += 1
    return lapsed
