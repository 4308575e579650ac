"""The commission and what analyse and plan leave behind: sought outcomes, requirements, the diagnostic report,
the plan, the Act's record, lessons."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from procurement.commissioning.enums import (
    ActPoint,
    Category,
    CommissionKind,
    EntryKind,
    Period,
    PlanStatus,
    RequirementUse,
    SoughtStatus,
    Stage,
)
from procurement.commissioning.querysets import CommissionQuerySet, OfCommissionQuerySet
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


class SoughtOutcome(Versioned):
    """An added difference the commission wants, provisional until the plan is approved."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="sought_outcomes")
    wording = models.TextField()
    category = models.CharField(max_length=20, choices=Category.choices)
    outcome = models.ForeignKey("socialvalue.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="sought")
    remarks = models.ManyToManyField("procurement.Remark", blank=True, related_name="sought_outcomes")
    status = models.CharField(max_length=12, choices=SoughtStatus.choices, default=SoughtStatus.PROVISIONAL)
    dropped_reason = models.TextField(blank=True)
    # Where it comes from when it was promoted from an earlier contract; text and address, written by the storey above
    promoted_from = models.CharField(max_length=300, blank=True)
    promoted_evidence = models.TextField(blank=True)
    promoted_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.wording[:120]

    @property
    def is_approved(self) -> bool:
        return self.status == SoughtStatus.APPROVED


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


class DiagnosticEntry(Versioned):
    """One finding of the analyse stage, resting on remarks or on figures of the current contract."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="diagnostic_entries")
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    text = models.TextField()
    remarks = models.ManyToManyField("procurement.Remark", blank=True, related_name="diagnostic_entries")
    # Evidence brought from the current contract by the storey above: the words and the address of the figure
    evidence = models.TextField(blank=True)
    evidence_url = models.CharField(max_length=300, blank=True)
    consequence = models.TextField(blank=True, help_text="What would be lost, and what will be done about it.")
    # For a similar service or another contract inside the council
    other_commission = models.ForeignKey(Commission, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "order", "id"]

    def __str__(self):
        return self.text[:120]


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


class ActConsideration(models.Model):
    """One consideration under section 1 of the 2012 Act: what was considered, on which day, by which officer."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="act_considerations")
    point = models.CharField(max_length=6, choices=ActPoint.choices)
    text = models.TextField()
    considered_on = models.DateField()
    officer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    # Of urgency alone: the second person, who published a tender on the strength of it
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["point", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("officer")), name="urgency_confirmed_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="urgency_confirmed_on_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.get_point_display()}, {self.considered_on}"


class Lesson(models.Model):
    """What was learned in the review stage."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="lessons")
    text = models.TextField()
    for_whom = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return self.text[:80]
