"""An evaluation as it is set up: its lead, the panel with its declared interests, and who scores which question."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.panel.enums import EvaluationStatus
from procurement.panel.querysets import EvaluationQuerySet, PanellistQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Evaluation(Versioned):
    tender = models.OneToOneField("procurement.Tender", on_delete=models.PROTECT, related_name="evaluation")
    status = models.CharField(max_length=12, choices=EvaluationStatus.choices, default=EvaluationStatus.PREPARING)
    lead = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="evaluations_led")
    anonymous = models.BooleanField(default=False, help_text="Evaluators see “Bid A”, not the supplier's name.")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    score_by = models.DateField(null=True, blank=True)

    objects = EvaluationQuerySet.as_manager()

    def __str__(self):
        return f"Evaluation of {self.tender}"

    @property
    def is_preparing(self) -> bool:
        return self.status == EvaluationStatus.PREPARING

    @property
    def is_scoring(self) -> bool:
        return self.status == EvaluationStatus.SCORING

    @property
    def is_moderating(self) -> bool:
        return self.status == EvaluationStatus.MODERATING

    @property
    def is_closed(self) -> bool:
        return self.status == EvaluationStatus.CLOSED


class Panellist(models.Model):
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="panels")
    added_at = models.DateTimeField(default=clock.now)
    # The declaration of interests; empty until made
    declared_at = models.DateTimeField(null=True)
    has_interest = models.BooleanField(null=True)
    interest = models.TextField(blank=True)
    # The lead's decision where an interest was declared
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Declared nothing, or declared and allowed; the one field that visibility asks
    may_score = models.BooleanField(default=False)

    objects = PanellistQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "user"], name="panellist_once"),
            models.CheckConstraint(
                condition=Q(may_score=False) | Q(declared_at__isnull=False), name="scores_only_after_declaring"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("user")), name="interest_decided_by_somebody_else"
            ),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def undecided(self) -> bool:
        """An interest was declared and nobody has decided on it."""
        return bool(self.has_interest) and self.decided_at is None


class Assignment(models.Model):
    """A question given to a panellist to score."""

    panellist = models.ForeignKey(Panellist, on_delete=models.CASCADE, related_name="assignments")
    criterion = models.ForeignKey("procurement.Criterion", on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panellist", "criterion"], name="assignment_once")]

    def __str__(self):
        return f"{self.panellist}: {self.criterion}"
