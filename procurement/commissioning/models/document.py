"""Diagnostic reports and commissioning plans as they were issued."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from procurement.commissioning.models.commission import Commission
from procurement.commissioning.querysets import OfCommissionQuerySet
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class FrozenDocument(models.Model):
    """A diagnostic report or commissioning plan as it stood when it was issued."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="frozen_documents")
    kind = models.CharField(max_length=20, choices=[("diagnostic", "Diagnostic report"), ("plan", "Commissioning plan")])
    number = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["commission", "kind", "number"], name="frozen_document_number_once")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"
