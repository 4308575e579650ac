"""What suppliers asked about a tender, and what all of them were told."""

from django.conf import settings
from django.db import models

from procurement.tendering.models.tender import Tender
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class Clarification(models.Model):
    """A supplier's question about a tender; the answer is published to all, without the name."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="clarifications")
    supplier = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["asked_at"]

    def __str__(self):
        return self.question[:80]
