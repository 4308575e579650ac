"""The commission, and when it moved from stage to stage."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from procurement.commissioning.enums import CommissionKind, Stage
from procurement.commissioning.querysets import CommissionQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Commission(Versioned):
    reference = models.CharField(max_length=20, unique=True)
    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="commissions")
    title = models.CharField(max_length=200)
    summary = models.TextField()
    kind = models.CharField(max_length=10, choices=CommissionKind.choices, default=CommissionKind.CONTRACT)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.ANALYSE)
    lead = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="commissions_led")
    directorate = models.ForeignKey("socialvalue.Directorate", on_delete=models.PROTECT, related_name="commissions")
    people = models.CharField(max_length=300, help_text="Who the service is for.")
    districts = models.ManyToManyField("socialvalue.District", blank=True, related_name="commissions")
    category = models.CharField(max_length=100, help_text="What is bought: care and support, highways, cleaning.")
    estimated_value = models.DecimalField(max_digits=14, decimal_places=2, help_text="Pounds over the whole term, VAT included.")
    term_months = models.PositiveSmallIntegerField()
    extension_months = models.PositiveSmallIntegerField(default=0)
    light_touch = models.BooleanField(
        default=False, help_text="Social care, health and similar services under the light touch rules."
    )
    works = models.BooleanField(default=False, help_text="Works have a threshold of their own in the Procurement Act 2023.")
    starts_on = models.DateField(null=True, blank=True, help_text="When the contract is meant to start.")
    framework = models.ForeignKey(
        "socialvalue.FrameworkVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later")
    # What it was started from; a copy goes through every step anew
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies", editable=False)
    in_forward_plan = models.BooleanField(default=True, help_text="Shown in the public forward plan.")
    illustrative = models.BooleanField(default=False, help_text="Invented for the demonstration.")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = CommissionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["council", "stage"]),
            models.Index(fields=["council", "-created_at"]),
            models.Index(fields=["council", "starts_on"]),
            models.Index(fields=["in_forward_plan", "starts_on"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(estimated_value__gte=0), name="commission_value_not_negative"),
            models.CheckConstraint(condition=Q(works=False) | Q(light_touch=False), name="commission_works_or_light_touch"),
            models.CheckConstraint(condition=Q(term_months__gte=1), name="commission_term_at_least_a_month"),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    @property
    def is_closed(self) -> bool:
        return self.stage == Stage.CLOSED


class StageChange(models.Model):
    """When a commission moved, for the cycle bar."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="stage_changes")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.commission.reference} → {self.stage}"
