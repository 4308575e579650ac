"""The commissioning plan, its approval and what was said about it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.commissioning.enums import PlanStatus
from procurement.commissioning.models.commission import Commission
from procurement.commissioning.querysets import OfCommissionQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Plan(Versioned):
    """The commissioning plan of a commission: what was considered, and who approved it."""

    commission = models.OneToOneField(Commission, on_delete=models.CASCADE, related_name="plan")
    status = models.CharField(max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    length_considered = models.TextField(
        blank=True, help_text="Would a longer contract achieve more, and how would it be managed?"
    )
    lots_divided = models.BooleanField(null=True)
    lots_reason = models.TextField(blank=True, help_text="How it is divided, or why it is not (Procurement Act 2023, s.18).")
    sme_barriers = models.TextField(blank=True, help_text="Barriers for small organisations, and what was done (s.12(4)).")
    no_insurance_before_award = models.BooleanField(null=True)
    no_audited_accounts = models.BooleanField(null=True)
    # Why an exception is made, where the law does not forbid one and council policy does
    insurance_reason = models.TextField(blank=True)
    accounts_reason = models.TextField(blank=True)
    # Chooses the rule set of the law for the checklist; empty for plans older than this column
    drawn_up_on = models.DateField(null=True)
    checklist = models.JSONField(default=dict, help_text="Board checklist: {item: {answer, note}}.")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decision_comment = models.TextField(blank=True)

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(submitted_by=None) | ~Q(decided_by=F("submitted_by")),
                name="plan_approved_by_somebody_else",
            )
        ]

    def __str__(self):
        return f"Commissioning plan of {self.commission}"

    @property
    def is_submitted(self) -> bool:
        return self.status == PlanStatus.SUBMITTED

    @property
    def is_returned(self) -> bool:
        return self.status == PlanStatus.RETURNED

    @property
    def is_approved(self) -> bool:
        return self.status == PlanStatus.APPROVED


class PlanComment(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return self.text[:80]
