"""The frozen record of a closed evaluation."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class EvaluationRecord(models.Model):
    """The frozen input and result of one lot when an evaluation is closed; anyone can recompute it from the file alone."""

    evaluation = models.ForeignKey("procurement.Evaluation", on_delete=models.PROTECT, related_name="records")
    lot = models.OneToOneField("procurement.Lot", on_delete=models.PROTECT, related_name="record")
    content = models.JSONField(encoder=DjangoJSONEncoder, help_text="evaluation-record/1 with its result.")
    sha256 = models.CharField(max_length=64)
    closed_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"Record of {self.lot}"


class KeptResult(models.Model):
    """What the record comes to, computed once: beside it, and never instead of it. Written with the record alone."""

    record = models.OneToOneField(EvaluationRecord, on_delete=models.PROTECT, related_name="kept")
    # Of the record it was computed from
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(help_text="As procurement.scoring.kept writes it.")

    def __str__(self):
        return f"Result of {self.record}"
