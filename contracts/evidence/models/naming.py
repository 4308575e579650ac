"""The evidence that a level of a scorecard needs. Files are the return’s own documents."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.evidence.querysets import OfReturnQuerySet
from contracts.performance.rules import EVIDENCE, Evidence
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class NamedEvidence(models.Model):
    """One kind of evidence for one sub-score of a return: a file, words that say where it is, or a registration with its day.

    A row is whole: what is half is never kept, so that the gate asks only whether there is one.
    """

    kpi_return = models.ForeignKey("contracts.Return", on_delete=models.CASCADE, related_name="named")
    # The key of the sub-score, and a code of ``performance.rules.EVIDENCE``
    sub = models.CharField(max_length=8)
    kind = models.CharField(max_length=16, choices=[(kind.code, kind.name) for kind in EVIDENCE.values()])
    words = models.CharField(max_length=500, blank=True)
    number = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    document = models.ForeignKey("socialvalue.Document", on_delete=models.CASCADE, null=True, related_name="+")
    named_at = models.DateTimeField(default=clock.now)
    named_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = OfReturnQuerySet.as_manager()

    class Meta:
        ordering = ["sub", "id"]
        verbose_name_plural = "named evidence"
        constraints = [
            models.UniqueConstraint(fields=["kpi_return", "sub", "kind"], name="evidence_of_a_kind_named_once"),
            models.CheckConstraint(
                condition=~Q(words="") | ~Q(number="") | Q(document__isnull=False), name="named_evidence_is_there"
            ),
        ]

    def __str__(self):
        return f"{self.rule.name}: {self.words or self.number or self.document}"

    @property
    def rule(self) -> Evidence:
        return EVIDENCE[self.kind]
