"""A part of a sent bid that did not open, and what two people decided about it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.bidding.enums import SealDecision
from procurement.bidding.models.bid import Bid
from procurement.bidding.querysets import BrokenSealQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class BrokenSeal(Versioned):
    """Found at an attempt to open. ``part`` is empty for what was sent itself, else the key of one of its files."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="broken_seals")
    part = models.CharField(max_length=36, blank=True, editable=False)
    why = models.CharField(max_length=300, editable=False)
    found_at = models.DateTimeField(default=clock.now, editable=False)
    found_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", editable=False)
    attempts = models.PositiveSmallIntegerField(default=1, editable=False)
    # The bidder's own copy, sealed. Its digest is the one that the receipt, or for a file the bid, names
    copy = models.BinaryField(null=True)
    copy_at = models.DateTimeField(null=True, editable=False)
    copy_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    # The first person says what is to be done; the second, who opens the bids, agrees by opening them
    decision = models.CharField(max_length=7, choices=SealDecision.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    # What was found instead of the sealed bid, kept for whoever looks into it
    found = models.BinaryField(null=True)

    objects = BrokenSealQuerySet.as_manager()

    class Meta:
        ordering = ["found_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "part"], name="one_broken_seal_a_part"),
            models.CheckConstraint(
                condition=Q(copy=None, copy_at=None, copy_by=None)
                | Q(copy__isnull=False, copy_at__isnull=False, copy_by__isnull=False),
                name="copy_of_a_bid_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | ~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="broken_seal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision=SealDecision.COPY) | Q(copy__isnull=False), name="only_a_copy_that_is_there_is_taken"
            ),
            models.CheckConstraint(condition=~Q(decision=SealDecision.WITHOUT) | ~Q(reason=""), name="left_out_with_a_reason"),
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None)
                | Q(decided_by__isnull=False, agreed_at__isnull=False) & ~Q(agreed_by=F("decided_by")),
                name="broken_seal_settled_by_two_people",
            ),
        ]

    def __str__(self):
        return "A broken seal"

    @property
    def purpose(self) -> str:
        """What the bidder's copy is sealed for."""
        return f"copy/{self.pk}"
