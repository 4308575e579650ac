"""One evaluator's scores."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from procurement.evaluation.querysets import ScoreQuerySet
from procurement.panel.enums import ScoreStatus
from socialvalue.common import clock
from socialvalue.common.saving import Typed

USER = settings.AUTH_USER_MODEL


class Score(Typed):
    """One evaluator's score. Missing is not zero: a draft may lack the value, a final score may not."""

    panellist = models.ForeignKey("procurement.Panellist", on_delete=models.PROTECT, related_name="scores")
    bid = models.ForeignKey("procurement.Bid", on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey("procurement.Criterion", on_delete=models.PROTECT, related_name="scores")
    value = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(null=True, help_text="For a pass/fail criterion.")
    reason = models.TextField(blank=True)
    status = models.CharField(max_length=6, choices=ScoreStatus.choices, default=ScoreStatus.DRAFT)
    saved_at = models.DateTimeField(default=clock.now)
    # Set aside because of an interest: kept as it was given, and counted nowhere
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    set_aside_reason = models.TextField(blank=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panellist", "bid", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(status=ScoreStatus.DRAFT) | (~Q(reason="") & (Q(value__isnull=False) | Q(passed__isnull=False))),
                name="final_score_has_value_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at=None, set_aside_by=None, set_aside_reason="")
                | (Q(set_aside_at__isnull=False, set_aside_by__isnull=False) & ~Q(set_aside_reason="")),
                name="score_set_aside_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.panellist}: {self.value}"
