"""Returns in versions, verified by somebody else."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.register.enums import Side
from contracts.returns.querysets import ReturnQuerySet
from contracts.schedule.enums import ReturnStatus
from socialvalue.common import clock
from socialvalue.common.saving import Typed

USER = settings.AUTH_USER_MODEL


class Return(Typed):
    """One version of what was reported for one due row. A verified one is never changed, only replaced."""

    due = models.ForeignKey("contracts.DueReturn", on_delete=models.PROTECT, related_name="returns")
    number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=ReturnStatus.choices, default=ReturnStatus.DRAFT)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    narrative = models.TextField(blank=True)
    evidence_note = models.TextField(blank=True, help_text="Where the evidence is, when no file is added.")
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.COUNCIL)
    # The two over-claim questions (measuring principle 8)
    direct_result = models.TextField(blank=True, help_text="Was it a direct result of this work, or did another service help?")
    anyway = models.TextField(blank=True, help_text="Would it have happened anyway?")
    correction_reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decision_comment = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["due", "number"]
        indexes = [models.Index(fields=["status"]), models.Index(fields=["due", "status"])]
        constraints = [
            models.UniqueConstraint(fields=["due", "number"], name="return_version_once"),
            models.UniqueConstraint(fields=["due"], condition=Q(status="verified"), name="one_verified_return_a_period"),
            models.CheckConstraint(condition=Q(status="draft") | Q(value__isnull=False), name="submitted_return_has_a_value"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")), name="return_verified_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["verified", "replaced"]) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="verified_return_says_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.due}, version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.status == ReturnStatus.DRAFT

    @property
    def is_submitted(self) -> bool:
        """Handed in, not decided yet."""
        return self.status == ReturnStatus.SUBMITTED

    @property
    def is_queried(self) -> bool:
        """Sent back with a question."""
        return self.status == ReturnStatus.QUERIED

    @property
    def is_verified(self) -> bool:
        return self.status == ReturnStatus.VERIFIED


class ReturnMapping(models.Model):
    """How a provider's own report is read: our column → their heading, kept for the next time."""

    contract = models.OneToOneField("contracts.Contract", on_delete=models.CASCADE, related_name="return_mapping")
    mapping = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"Headings of {self.contract}"
