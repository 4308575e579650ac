"""What was sent, and its receipt."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from procurement.bidding.models.bid import Bid
from procurement.bidding.querysets import (
    SubmissionQuerySet,
)
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class Submission(models.Model):
    """One submission, with its receipt. The last one that was not withdrawn counts."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    receipt = models.CharField(max_length=30, unique=True)
    sealed = models.BinaryField(help_text="The canonical JSON document, encrypted.")
    # Of the canonical JSON document before encryption: the supplier can recompute it from their own copy
    sha256 = models.CharField(max_length=64)
    # The last amendment of the tender the bidder had read
    amendment = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(default=clock.now)
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "number"], name="submission_number_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="submission_withdrawn_by_somebody",
            ),
        ]

    def __str__(self):
        return self.receipt
