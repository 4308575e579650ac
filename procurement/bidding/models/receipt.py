"""Receipts that anybody can check, the keys they are signed with, and how both compared with the bids. Rows are only added."""

from typing import Any

from django.db import models

from procurement.bidding.calculations import receipts
from procurement.bidding.calculations.reconciling import Difference
from procurement.bidding.enums import ReceiptKind
from procurement.bidding.models.bid import Bid
from procurement.bidding.models.submission import Submission
from procurement.bidding.querysets import ReceiptQuerySet, ReconciliationQuerySet
from socialvalue.common import clock


class ReceiptKey(models.Model):
    """A public key, since its first receipt. ``vouched`` shows that this service published it (``calculations.receipts``)."""

    code = models.CharField(max_length=receipts.CODE_LENGTH, unique=True)
    public = models.CharField(max_length=44)
    vouched = models.CharField(max_length=64)
    since = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["since", "id"]

    def __str__(self):
        return f"Receipt key {self.code}"


class Receipt(models.Model):
    """For sending a bid or for withdrawing it: the text that was signed, and its signature."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="receipts")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=9, choices=ReceiptKind.choices)
    reference = models.CharField(max_length=30, unique=True)
    signed = models.TextField()
    signature = models.CharField(max_length=88)
    key = models.ForeignKey(ReceiptKey, on_delete=models.PROTECT, related_name="receipts")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["submission", "kind"], name="one_receipt_an_act")]

    def __str__(self):
        return self.reference

    @property
    def audit_label(self) -> str:
        """By its beginning the record is asked which receipts of a tender were given."""
        return f"{recorded_of(self.bid.tender.reference)}{self.reference}"

    @property
    def said(self) -> dict[str, Any]:
        return receipts.read(self.signed)

    @property
    def file(self) -> str:
        return receipts.file_of(self.signed, self.signature)

    @property
    def file_name(self) -> str:
        return f"receipt-{self.reference}.json"


def recorded_of(tender: str) -> str:
    return f"{tender}, receipt "


class Reconciliation(models.Model):
    """Receipts and bids of a tender were compared: at its deadline, and before and at its opening."""

    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="reconciliations")
    at = models.DateTimeField(default=clock.now, editable=False)
    receipts = models.PositiveIntegerField()
    submissions = models.PositiveIntegerField()
    found = models.JSONField(default=list, help_text="[[name, what differs], …]; empty where nothing does.")

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["tender", "-at", "-id"], name="reconciled_lately")]

    def __str__(self):
        return f"{self.tender.reference}: {len(self.found)} differences"

    @property
    def differences(self) -> list[Difference]:
        return [Difference(name, what) for name, what in self.found]
