"""The review stage's bridge to the next commission: what was proven is promoted, with its evidence."""

from django.conf import settings
from django.db import models

from contracts.register.querysets import OfContractQuerySet
from socialvalue.common import clock


class OfObligationQuerySet(OfContractQuerySet):
    contract_path = "obligation__contract"


class Promotion(models.Model):
    """An obligation whose delivered outcome became a sought outcome of a later commission."""

    obligation = models.ForeignKey("contracts.Obligation", on_delete=models.PROTECT, related_name="promotions")
    sought = models.OneToOneField("procurement.SoughtOutcome", on_delete=models.PROTECT, related_name="promotion")
    finding = models.TextField(help_text="What was proven.")
    # What stood behind it on that day: [{return, value, unit, period}] with its words
    evidence = models.JSONField(default=list)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfObligationQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.obligation} → {self.sought}"
