"""What the review stage learned."""

from django.conf import settings
from django.db import models

from procurement.commissioning.models.commission import Commission
from procurement.commissioning.querysets import OfCommissionQuerySet
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class Lesson(models.Model):
    """What was learned in the review stage."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="lessons")
    text = models.TextField()
    for_whom = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return self.text[:80]
