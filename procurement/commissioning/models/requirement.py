"""What a commission asks for, as it stands and as it stood."""

from django.conf import settings
from django.db import models

from procurement.commissioning.enums import Period, RequirementUse
from procurement.commissioning.models.commission import Commission
from procurement.commissioning.models.outcome import SoughtOutcome
from procurement.commissioning.querysets import OfCommissionQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Requirement(Versioned):
    """A sought outcome made specific, with its tests (relevance, proportion), size, measure and risks."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="requirements")
    sought = models.ForeignKey(SoughtOutcome, on_delete=models.PROTECT, related_name="requirements")
    code = models.CharField(max_length=10, help_text="R1, R2 …")
    wording = models.TextField()
    use = models.CharField(max_length=10, choices=RequirementUse.choices, default=RequirementUse.SCORED)
    measure = models.ForeignKey(
        "socialvalue.Measure", on_delete=models.PROTECT, null=True, blank=True, related_name="requirements"
    )
    # Pinned from the measure, or the commission's own where no measure fits
    measure_text = models.CharField(max_length=300, help_text="How it will be measured.")
    unit = models.CharField(max_length=60)
    evidence = models.TextField(help_text="What the provider will be asked to show.")
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    per = models.CharField(max_length=10, choices=Period.choices, default=Period.TERM)
    # Sizing: one for every so many pounds; both empty when the target was set in another way
    pounds_per_unit = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    sizing_note = models.TextField(blank=True)
    # The relevance and proportionality test
    linked_to_subject = models.BooleanField(null=True)
    in_area = models.BooleanField(null=True)
    in_scale = models.BooleanField(null=True)
    strategy = models.CharField(max_length=300, blank=True, help_text="The documented strategy that supports it.")
    test_reason = models.TextField(blank=True)
    # The two risk questions and what was changed because of the answers
    core_quality_risk = models.TextField(blank=True)
    exclusion_risk = models.TextField(blank=True)
    change_made = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["commission", "code"], name="requirement_code_once_a_commission")]

    def __str__(self):
        return f"{self.code} {self.wording[:100]}"

    @property
    def is_scored(self) -> bool:
        return self.use == RequirementUse.SCORED


class RequirementVersion(models.Model):
    """A requirement as it stood before it was reworded or resized, and why it was."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    wording = models.TextField()
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    unit = models.CharField(max_length=60)
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["requirement", "number"], name="requirement_version_once")]

    def __str__(self):
        return f"{self.requirement.code} version {self.number}"
