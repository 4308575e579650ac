"""Give a signed receipt: in the transaction of what it is for, under the lock of the tender."""

import secrets

from django.conf import settings

from procurement.bidding.calculations import receipts
from procurement.bidding.enums import ReceiptKind
from procurement.bidding.models import Receipt, ReceiptKey, Submission
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.references import random_reference
from socialvalue.ledger.selectors import head

PREFIX = {ReceiptKind.SENT: "RCT", ReceiptKind.WITHDRAWN: "WDR"}
RANDOM_BYTES = 16


def free_receipt(kind: ReceiptKind) -> str:
    """Among 110,000,000,000 one is hardly ever taken; then another is drawn."""
    while _taken(drawn := random_reference(PREFIX[kind])):
        continue
    return drawn


def _taken(reference: str) -> bool:
    return Submission.objects.filter(receipt=reference).exists() or Receipt.objects.filter(reference=reference).exists()


def key_in_use() -> ReceiptKey:
    """The key that signs now, published with its first receipt. The record says since when."""
    public, now = receipts.public_of(settings.RECEIPT_KEY), clock.now()
    key, new = ReceiptKey.objects.get_or_create(
        code=receipts.code_of(public),
        defaults={"public": public, "since": now, "vouched": receipts.voucher(public, now, settings.SEALING_KEY)},
    )
    if new:
        record("publish receipt key", f"began to sign receipts of bids with the key {key.code}", by=None, about=key)
    return key


def give(submission: Submission, kind: ReceiptKind) -> Receipt:
    """The receipt for a submission that was sent just now, or withdrawn. Its act is recorded with it, by who did it."""
    bid, key, last = submission.bid, key_in_use(), head()
    sent = kind == ReceiptKind.SENT
    at = submission.submitted_at if sent else submission.withdrawn_at
    assert at is not None
    reference = submission.receipt if sent else free_receipt(kind)
    signed = receipts.text_of(
        receipts.Facts(
            kind=kind.value,
            receipt=reference,
            withdraws="" if sent else submission.receipt,
            council=str(bid.tender.council),
            tender=bid.tender.reference,
            bidder=bid.bidder,
            submission=submission.number,
            amendment=submission.amendment,
            sha256=submission.sha256,
            at=at,
            random=secrets.token_hex(RANDOM_BYTES),
            number=last.number,
            digest=last.digest,
        ),
        key.code,
    )
    return Receipt.objects.create(
        bid=bid,
        submission=submission,
        kind=kind,
        reference=reference,
        signed=signed,
        signature=receipts.sign(signed, settings.RECEIPT_KEY),
        key=key,
        at=at,
    )
