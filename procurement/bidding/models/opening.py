"""The opening by two people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.bidding.querysets import (
    OpeningQuerySet,
)
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class Opening(models.Model):
    """The opening of a tender's bids by two people."""

    tender = models.OneToOneField("procurement.Tender", on_delete=models.PROTECT, related_name="opening")
    first_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(default=clock.now)
    second_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    # The head of the record just before the bids were opened; whoever keeps this page can show later that it was not changed
    record_number = models.PositiveBigIntegerField(null=True, editable=False)
    record_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(second_by=None) | ~Q(second_by=F("first_by")), name="opened_by_two_people"),
            models.CheckConstraint(
                condition=Q(second_by=None, second_at=None) | Q(second_by__isnull=False, second_at__isnull=False),
                name="second_opener_with_time",
            ),
        ]

    def __str__(self):
        return f"Opening of {self.tender.reference}"
