"""Keys of receipts, receipts, and what they are compared with."""

from datetime import datetime

from django.conf import settings
from django.utils.crypto import constant_time_compare

from procurement.bidding.calculations import receipts
from procurement.bidding.calculations.reconciling import Difference, Given, Held, Standing, differences
from procurement.bidding.enums import SENT, ReceiptKind
from procurement.bidding.models import Bid, Receipt, ReceiptKey, Reconciliation, Submission
from procurement.bidding.models.receipt import recorded_of
from procurement.tendering.models import Tender
from socialvalue.audit.models import AuditSubject


def our_keys() -> list[ReceiptKey]:
    """The keys that this service published, oldest first; a row that somebody put in by hand is none."""
    site_key = settings.SEALING_KEY
    return [
        key
        for key in ReceiptKey.objects.all()
        if key.code == receipts.code_of(key.public)
        and constant_time_compare(key.vouched, receipts.voucher(key.public, key.since, site_key))
    ]


def published_keys() -> list[dict]:
    """Each {id, public_key, since}, as everybody reads them; the one in use too, before its first receipt."""
    found: list[dict] = [{"id": key.code, "public_key": key.public, "since": key.since} for key in our_keys()]
    public = receipts.public_of(settings.RECEIPT_KEY)
    if all(one["public_key"] != public for one in found):
        found.append({"id": receipts.code_of(public), "public_key": public, "since": None})
    return found


def receipts_of(submission: Submission) -> dict[str, Receipt]:
    """By kind; a submission that is older than signed receipts has none."""
    return {one.kind: one for one in submission.receipts.all()}


def compared(tender: Tender) -> tuple[int, int, list[Difference]]:
    """How many receipts were given for this tender and how many submissions are held, and every difference between them.

    Nothing is unsealed. Five statements, however many bids there are.
    """
    keys = our_keys()
    since = keys[0].since if keys else None
    bids = list(Bid.objects.filter(tender=tender).prefetch_related("submissions"))
    given = list(Receipt.objects.filter(bid__tender=tender).select_related("bid__tender", "submission", "key"))
    held = [_held(one, since, tender.published_at) for bid in bids for one in bid.submissions.all()]
    start = recorded_of(tender.reference)
    recorded = set(
        AuditSubject.objects.filter(label__startswith=start, object_type=Receipt._meta.label_lower).values_list(
            "label", flat=True
        )
    )
    ours = {key.code: key.public for key in keys}
    found = differences(
        held,
        [_given(one, ours) for one in given],
        {label.removeprefix(start) for label in recorded},
        [Standing(name=bid.opaque, counts=bid.status in SENT, submissions=_names(bid)) for bid in bids],
    )
    return len(given), len(held), found


def _names(bid: Bid) -> tuple[str, ...]:
    return tuple(one.receipt for one in bid.submissions.all())


def _held(submission: Submission, since: datetime | None, published: datetime | None) -> Held:
    """Nothing is sent before its tender is published, or taken back before it is sent: an earlier day is no excuse."""
    back = submission.withdrawn_at
    asked = since is not None and any(moment is not None and moment >= since for moment in (submission.submitted_at, published))
    return Held(
        receipt=submission.receipt,
        sha256=submission.sha256,
        number=submission.number,
        withdrawn=back is not None,
        asked=asked,
        asked_back=since is not None and back is not None and (asked or back >= since),
    )


def _given(receipt: Receipt, ours: dict[str, str]) -> Given:
    said = receipt.said
    public = ours.get(said.get("key", ""), "")
    row = (receipt.reference, receipt.kind, receipt.bid.tender.reference)
    sound = bool(public) and receipts.fits(receipt.signed, receipt.signature, public)
    return Given(
        receipt=receipt.reference,
        kind=receipt.kind,
        withdraws=said.get("withdraws", ""),
        sha256=said.get("sha256", ""),
        number=said.get("submission", 0),
        sound=sound and row == (said.get("receipt"), said.get("kind"), said.get("tender")),
    )


def last_reconciliation(tender: Tender) -> Reconciliation | None:
    return Reconciliation.objects.filter(tender=tender).first()


def last_withdrawal(bid: Bid) -> Receipt | None:
    return bid.receipts.filter(kind=ReceiptKind.WITHDRAWN).select_related("submission").last()
