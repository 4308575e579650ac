"""Obligations (required or offered) and their KPIs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.obligations.enums import AgreementStatus, Basis, Frequency
from contracts.obligations.querysets import KpiQuerySet, ObligationQuerySet
from contracts.performance.enums import Combining
from procurement.commissioning.enums import Period
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.framework.enums import Direction

USER = settings.AUTH_USER_MODEL


class Obligation(Versioned):
    """What the provider must do. It comes from a requirement, from an offered commitment, or from a variation."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="obligations")
    code = models.CharField(max_length=10, help_text="O1, O2 …")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    requirement = models.ForeignKey(
        "procurement.Requirement", on_delete=models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    commitment = models.ForeignKey(
        "procurement.OfferedCommitment", on_delete=models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    # The answer that carries a specified requirement
    answer = models.ForeignKey("procurement.Answer", on_delete=models.PROTECT, null=True, blank=True, related_name="obligations")
    source_note = models.CharField(
        max_length=300, blank=True, help_text="Where it is written, for contracts without a tender here."
    )
    wording = models.TextField()
    priority = models.ForeignKey(
        "socialvalue.Priority", on_delete=models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    outcome = models.ForeignKey(
        "socialvalue.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    measure = models.ForeignKey(
        "socialvalue.Measure", on_delete=models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    status = models.CharField(max_length=8, choices=AgreementStatus.choices, default=AgreementStatus.PROPOSED)
    council_agreed_at = models.DateTimeField(null=True)
    council_agreed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    supplier_agreed_at = models.DateTimeField(null=True)
    supplier_agreed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["contract", "id"]
        indexes = [models.Index(fields=["contract", "status"]), models.Index(fields=["priority"])]
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="obligation_code_once_a_contract"),
            models.CheckConstraint(
                condition=Q(basis="required", commitment=None) | Q(basis="offered", requirement=None) | Q(basis="variation"),
                name="obligation_has_one_origin",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.wording[:100]}"

    @property
    def is_proposed(self) -> bool:
        return self.status == AgreementStatus.PROPOSED

    @property
    def is_agreed(self) -> bool:
        """Both sides agree."""
        return self.status == AgreementStatus.AGREED

    @property
    def is_ended(self) -> bool:
        return self.status == AgreementStatus.ENDED

    @property
    def is_required(self) -> bool:
        """The specification demands it."""
        return self.basis == Basis.REQUIRED


class ObligationVersion(models.Model):
    """An obligation as it stood before it was reworded, and why."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    wording = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["obligation", "number"], name="obligation_version_once")]

    def __str__(self):
        return f"{self.obligation.code} version {self.number}"


class Kpi(Versioned):
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="kpis")
    number = models.PositiveSmallIntegerField(help_text="Within the contract.")
    wording = models.CharField(max_length=300)
    unit = models.CharField(max_length=60)
    direction = models.CharField(max_length=8, choices=Direction.choices, default=Direction.HIGHER)
    # For one period, or as ``per`` says; an indicator may be reported without a target
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    floor = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True, help_text="Below it the rating is red.")
    # Filled where the promise was made for another length than the reporting period (“3 over the whole contract”):
    # the due rows then carry its split
    per = models.CharField(max_length=10, choices=Period.choices, blank=True)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    combining = models.CharField(max_length=8, choices=Combining.choices, default=Combining.SUM)
    days_to_report = models.PositiveSmallIntegerField(default=20, help_text="Days after the period ends.")
    # The council's own duty in the contract (Select Committee 4.5.3)
    client_side = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = KpiQuerySet.as_manager()

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(floor=None)
                | Q(target=None)
                | Q(direction="higher", floor__lte=F("target"))
                | Q(direction="lower", floor__gte=F("target")),
                name="kpi_floor_on_the_worse_side_of_the_target",
            )
        ]
        verbose_name = "KPI"

    def __str__(self):
        return f"{self.number}. {self.wording}"

    @property
    def adds_up(self) -> bool:
        """The values of its periods are added up."""
        return self.combining == Combining.SUM

    @property
    def lower_is_better(self) -> bool:
        return self.direction == Direction.LOWER
