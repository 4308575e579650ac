"""The one text that both sides agreed, as it stood each time."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from contracts.obligations.querysets import AgreedTextQuerySet
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day


class AgreedText(models.Model):
    """Every obligation of a contract with its KPIs, as both sides agreed them, with the digest of what was agreed.

    ``content``: as ``documents.agreed`` makes it; never changed. A later text has the next number.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="agreed_texts")
    number = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    # SHA-256 of the terms alone: the same terms agreed again are the same text
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    objects = AgreedTextQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="agreed_text_number_once")]

    def __str__(self):
        return f"Agreed text {self.number} of {self.contract.reference}, {plain_day(self.at)}"
