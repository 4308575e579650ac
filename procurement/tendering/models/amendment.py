"""What was changed after publication."""

from django.conf import settings
from django.db import models

from procurement.tendering.models.tender import Tender
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class Amendment(models.Model):
    """A change to a published tender; bidders are asked to confirm their bids again."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    new_deadline = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["tender", "number"], name="amendment_number_once")]

    def __str__(self):
        return f"Amendment {self.number}"
