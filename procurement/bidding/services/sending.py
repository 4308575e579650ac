"""Send, withdraw, confirm. The tender's row is locked first, then the bid's, so that nothing is sent while bids are opened."""

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from procurement.bidding import selectors
from procurement.bidding.calculations import completeness, deadline, document
from procurement.bidding.enums import ReceiptKind, SendingVerb
from procurement.bidding.models import Bid, Receipt, Submission
from procurement.bidding.services.drafting import record_bid
from procurement.bidding.services.locking import locked_in_time
from procurement.bidding.services.receipts import free_receipt, give
from procurement.bidding.services.replacing import what_was_sent
from procurement.bidding.services.unanswered import noted_until_answered
from procurement.bidding.workflow import BID
from procurement.tendering.calculations.deadlines import deadline_of
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.saving import check_read
from socialvalue.notifications.services import tell, tell_all


def _check_as_read(bid: Bid, expected_version: Shown = AS_READ) -> None:
    """Bid and tender are as they were read; a receipt says to which amendment the bid was sent."""
    check_read(bid, expected_version)
    check_read(bid.tender)


@noted_until_answered(SendingVerb.SUBMIT)
@transaction.atomic
def submit(bid: Bid, *, by: User, expected_version: Shown = AS_READ) -> Submission:
    """Send the bid as it stands and give the receipt. A changed copy takes the place of what was sent before.

    Raises Refused with everything that is missing (each problem's field is its section, with “/<n>” for a commitment's),
    WrongState at or after the deadline, Conflict when a colleague changed the bid, or the council the tender, since it was
    shown.
    """
    bid = locked_in_time(bid, by)
    verb = "replace" if bid.is_being_changed else "submit"
    target = BID.target(verb, bid.status)
    _check_as_read(bid, expected_version)
    questions = [selectors.asked(q) for q in selectors.questions(bid.tender)]
    draft = selectors.draft_of(bid)
    problems = completeness.problems(draft, questions)
    if problems:
        raise Refused([(p.section if p.commitment is None else f"{p.section}/{p.commitment}", p.text) for p in problems])
    sentence = "sent the changed bid in place of the one before" if bid.is_being_changed else "sent the bid"
    return _seal_submission(bid, draft, [q.key for q in questions], by=by, target=target, verb=verb, sentence=sentence)


@noted_until_answered(SendingVerb.CONFIRM)
@transaction.atomic
def confirm(bid: Bid, *, by: User) -> Submission:
    """Send the same bid again, unchanged, after an amendment of the tender was read; a new receipt."""
    bid = locked_in_time(bid, by)
    target = BID.target("confirm", bid.status)
    _check_as_read(bid)
    if not selectors.needs_confirming(bid):
        raise WrongState("There is nothing to confirm: the tender has not changed since this bid was sent")
    content = what_was_sent(selectors.counted_submission(bid))
    keys = list(content["answers"])
    return _seal_submission(bid, content, keys, by=by, target=target, verb="confirm", sentence="confirmed the bid")


def _seal_submission(bid: Bid, content: dict, keys: list[str], *, by: User, target: str, verb: str, sentence: str) -> Submission:
    number = bid.submissions.count() + 1
    amendment = selectors.latest_amendment(bid.tender)
    plain = document.canonical(
        document.to_submit(
            content,
            keys=keys,
            tender=bid.tender.reference,
            submission=number,
            amendment=amendment,
            salt=secrets.token_hex(16),
        )
    )
    submission = Submission.objects.create(
        bid=bid,
        number=number,
        receipt=free_receipt(ReceiptKind.SENT),
        sealed=bid.seal(plain, f"submission/{number}"),
        sha256=document.digest(plain),
        amendment=amendment,
        submitted_by=by,
    )
    bid.supplier_name, bid.supplier_number = bid.supplier.name, bid.supplier.registration_number
    bid.save(update_fields=["supplier_name", "supplier_number"])
    if verb != "confirm":
        bid.replacing_since = bid.replacing_by = None
    _move(bid, target)
    receipt = give(submission, ReceiptKind.SENT)
    record_bid(verb, f"{sentence}, receipt {submission.receipt}", bid, by, receipt=receipt)
    _tell_receipt(submission, receipt, by)
    return submission


def _move(bid: Bid, target: str) -> None:
    bid.status = target
    bid.version += 1
    bid.save(update_fields=["status", "version", "replacing_since", "replacing_by"])


def _tell_receipt(submission: Submission, receipt: Receipt, by: User) -> None:
    bid = submission.bid
    tell(
        by,
        key=f"bid-receipt:{submission.receipt}",
        subject=f"Receipt {submission.receipt}: your bid for {bid.tender.title}",
        body=(
            f"We received the bid of {bid.supplier.name} for “{bid.tender.title}” ({bid.tender.reference}).\n\n"
            f"Receipt: {submission.receipt}\n"
            f"Received: {deadline.in_words(submission.submitted_at)}, submission {submission.number}\n"
            f"SHA-256: {submission.sha256}\n\n"
            f"The signed receipt is attached. How to check it: {settings.SITE_URL}{reverse('receipts')}\n\n"
            "The bid is sealed: nobody at the council can read it before the deadline "
            f"({deadline.in_words(deadline_of(bid.tender))}) has passed and two people have opened the bids.\n"
            "Until then you can change it or withdraw it. While you change it, what you sent counts until you send the change."
        ),
        url=reverse("bid-receipt", args=[bid.pk, submission.number]),
        action="See the receipt",
        why="You get this because you sent the bid.",
        enclosed=(receipt.file_name, receipt.file),
        council=bid.tender.council,
    )
    tell_all(
        [person for person in people_who(Permission.BID, bid.supplier) if person.pk != by.pk],
        key=f"bid-sent:{submission.receipt}",
        subject=f"Your colleague sent the bid for {bid.tender.title}",
        body=(
            f"{by} sent the bid of {bid.supplier.name} for “{bid.tender.title}” ({bid.tender.reference}). It was received on "
            f"{deadline.in_words(submission.submitted_at)}, receipt {submission.receipt}."
        ),
        url=reverse("bid-receipt", args=[bid.pk, submission.number]),
        action="See the receipt",
        why=f"You get this because you bid for {bid.supplier}.",
        council=bid.tender.council,
        for_information=True,
    )


@noted_until_answered(SendingVerb.WITHDRAW)
@transaction.atomic
def withdraw(bid: Bid, *, by: User) -> Bid:
    """Take the bid back. It counts no longer unless it is sent again before the deadline."""
    bid = locked_in_time(bid, by)
    target = BID.target("withdraw", bid.status)
    check_read(bid)
    submission = selectors.counted_submission(bid)
    submission.withdrawn_at, submission.withdrawn_by = clock.now(), by
    submission.save(update_fields=["withdrawn_at", "withdrawn_by"])
    # A copy that is open is what is written on, and what may be sent
    bid.replacing_since = bid.replacing_by = None
    _move(bid, target)
    receipt = give(submission, ReceiptKind.WITHDRAWN)
    sentence = f"withdrew the bid of receipt {submission.receipt}, receipt {receipt.reference}"
    record_bid("withdraw", sentence, bid, by, receipt=receipt)
    tell_all(
        people_who(Permission.BID, bid.supplier),
        key=f"bid-withdrawn:{submission.receipt}",
        subject=f"Your bid for {bid.tender.title} was withdrawn",
        body=(
            f"{by} withdrew the bid of {bid.supplier.name} for “{bid.tender.title}”. It does not count any more.\n\n"
            f"Receipt of the withdrawal: {receipt.reference}\n"
            f"Withdrawn: {deadline.in_words(receipt.at)}, the bid of receipt {submission.receipt}\n\n"
            "The signed receipt of the withdrawal is attached. How to check it: "
            f"{settings.SITE_URL}{reverse('receipts')}\n\n"
            f"You can change it and send it again until {deadline.in_words(deadline_of(bid.tender))}."
        ),
        url=reverse("bid-receipt", args=[bid.pk, submission.number]),
        action="See the receipt of the withdrawal",
        why=f"You get this because you bid for {bid.supplier}.",
        council=bid.tender.council,
        enclosed=(receipt.file_name, receipt.file),
    )
    return bid
