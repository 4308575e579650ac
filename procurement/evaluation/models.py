"""Scores, moderated scores, the frozen record. A score is never overwritten by moderation."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from procurement.evaluation.querysets import ScoreQuerySet
from procurement.panel.enums import ScoreStatus
from socialvalue.common import clock
from socialvalue.common.saving import Typed, Versioned

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
                condition=Q(status="draft") | (~Q(reason="") & (Q(value__isnull=False) | Q(passed__isnull=False))),
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


class ModeratedScore(Versioned):
    """The panel's agreed score for one bid and criterion; never without a reason."""

    bid = models.ForeignKey("procurement.Bid", on_delete=models.PROTECT, related_name="moderated_scores")
    criterion = models.ForeignKey("procurement.Criterion", on_delete=models.PROTECT, related_name="moderated_scores")
    value = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    passed = models.BooleanField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    # A score it rested on, or whoever agreed it, was set aside meanwhile: it is agreed again, with a new reason
    look_again_at = models.DateTimeField(null=True)
    look_again_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "criterion"], name="moderated_score_once"),
            models.CheckConstraint(
                condition=Q(look_again_at=None, look_again_because="")
                | (Q(look_again_at__isnull=False) & ~Q(look_again_because="")),
                name="moderated_score_looked_at_again_because",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="moderated_score_has_a_reason"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(passed__isnull=False), name="moderated_score_has_a_value"
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.value}"

    @property
    def stands(self) -> bool:
        """Nothing it rested on was set aside since it was agreed."""
        return self.look_again_at is None


class ProxyAllowance(models.Model):
    """Less of an offered commitment counts in a mark worked out from proxy values; never without a reason.

    Without a row a commitment counts in full. What was offered stays what it is: only the mark is less.
    """

    commitment = models.OneToOneField("procurement.OfferedCommitment", on_delete=models.PROTECT, related_name="proxy_allowance")
    # In the commitment's own unit and period; 0 leaves it out
    accepted = models.DecimalField(max_digits=14, decimal_places=4)
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(accepted__gte=0), name="proxy_allowance_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="proxy_allowance_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.accepted.normalize():f} counted of {self.commitment}"


class EvaluationRecord(models.Model):
    """The frozen input and result when an evaluation is closed; anyone can recompute it from the file alone."""

    evaluation = models.OneToOneField("procurement.Evaluation", on_delete=models.PROTECT, related_name="record")
    content = models.JSONField(encoder=DjangoJSONEncoder, help_text="evaluation-record/1 with its result.")
    sha256 = models.CharField(max_length=64)
    closed_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"Record of {self.evaluation}"
