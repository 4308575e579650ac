"""Obligations (required or offered) and their KPIs."""

from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from contracts.obligations.calculations.sub_scores import written
from contracts.obligations.calculations.terms import DONE_OR_NOT, EDITABLE, KpiTerms
from contracts.obligations.enums import AgreementStatus, Basis, ChangeOutcome, Frequency, Worth
from contracts.obligations.models.baseline import Baseline
from contracts.obligations.models.objections import Objection
from contracts.obligations.models.texts import AgreedText
from contracts.obligations.querysets import KpiChangeQuerySet, KpiQuerySet, ObligationQuerySet
from contracts.performance.composing import read
from contracts.performance.enums import Kind
from procurement.commissioning.enums import Period
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.framework.enums import Direction

__all__ = ["AgreedText", "Baseline", "Kpi", "KpiChange", "Objection", "Obligation", "ObligationVersion"]

USER = settings.AUTH_USER_MODEL


class Obligation(Versioned):
    """What the provider must do. It comes from a requirement, from an offered commitment, or from a variation."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="obligations")
    code = models.CharField(max_length=10, help_text="O1, O2 …")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    # Core or added; empty where nobody has said
    kind = models.CharField(max_length=5, choices=Worth.choices, blank=True)
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
    # Where an earlier obligation counts the same: whether this one's people are among them. Not answered: no ``counted_at``
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    counted_reason = models.TextField(blank=True)
    counted_at = models.DateTimeField(null=True)
    counted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    # By the council's earlier records both sides had agreed it on that day. Who brought that over, and when, is the council's
    # word above; nobody of the supplier gave theirs here
    agreed_on = models.DateField(null=True)
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
            models.CheckConstraint(
                condition=Q(part_of=None) | Q(counted_at__isnull=False), name="obligation_within_another_was_said"
            ),
            models.CheckConstraint(condition=~Q(basis="offered", kind="core"), name="what_was_offered_is_added"),
            models.CheckConstraint(
                condition=Q(agreed_on=None)
                | Q(supplier_agreed_at=None, council_agreed_at__isnull=False, council_agreed_by__isnull=False),
                name="agreement_brought_over_says_by_whom",
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
    def last_agreed(self) -> "ObligationVersion | None":
        """The version that both sides had agreed last before it was changed (``versions`` may be prefetched)."""
        return next((version for version in reversed(list(self.versions.all())) if version.was_agreed), None)

    @property
    def agreed_wording(self) -> str:
        """The words that both sides agreed last: they stand while a rewording waits. Empty where they never agreed any."""
        if self.is_agreed or (self.is_ended and self.council_agreed_at):
            return self.wording
        version = self.last_agreed
        return version.wording if version else ""

    def added_measure_id(self, before: datetime) -> int | None:
        """The measure to which its values are added, as known just ``before`` a moment.

        None also for what was said by then to be counted within another obligation: the same people are not added twice.
        """
        within = self.part_of_id is not None and self.counted_at is not None and self.counted_at < before
        return None if within else self.measure_id

    @property
    def is_required(self) -> bool:
        """The specification demands it."""
        return self.basis == Basis.REQUIRED


class ObligationVersion(models.Model):
    """An obligation as it stood before it was reworded or opened again, why, and who had agreed it till then."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    wording = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    # Both sides had agreed it; of a contract signed elsewhere and of one in-house the supplier's word stands nowhere else
    was_agreed = models.BooleanField(default=False)
    council_agreed_at = models.DateTimeField(null=True)
    council_agreed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    supplier_agreed_at = models.DateTimeField(null=True)
    supplier_agreed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_on = models.DateField(null=True)

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
    # For one period, or as ``per`` says; a KPI may be reported without a target
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    # The least that is acceptable; where lower is better, the most
    minimum = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    # Filled where the promise was made for another length than the reporting period (“3 over the whole contract”):
    # the due rows then carry its split
    per = models.CharField(max_length=10, choices=Period.choices, blank=True)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.SUM)
    # Of a milestone: the day by which it is done
    milestone_on = models.DateField(null=True, blank=True)
    # Periods that begin before it are not owed
    reported_from = models.DateField(null=True, blank=True)
    may_be_negative = models.BooleanField(default=False)
    # Of a composite: what its score is made of (``performance.composing.SubScore``)
    sub_scores = models.JSONField(default=list, blank=True)
    days_to_report = models.PositiveSmallIntegerField(default=20, help_text="Days after the period ends.")
    # The council's own duty in the contract (Select Committee 4.5.3)
    client_side = models.BooleanField(default=False)
    # When both sides had agreed it for the first time; what nobody agreed is not owed
    agreed_at = models.DateTimeField(null=True)
    # On that day it was brought over from earlier records: nobody is reminded of returns that were due before
    brought_over_on = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = KpiQuerySet.as_manager()

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum=None)
                | Q(target=None)
                | Q(direction="higher", minimum__lte=F("target"))
                | Q(direction="lower", minimum__gte=F("target")),
                name="kpi_minimum_on_the_worse_side_of_the_target",
            ),
            models.CheckConstraint(
                condition=~Q(kind="milestone") | Q(milestone_on__isnull=False), name="kpi_milestone_has_its_day"
            ),
        ]
        verbose_name = "KPI"

    def __str__(self):
        return f"{self.number}. {self.wording}"

    def terms(self) -> KpiTerms:
        """What it measures and promises, as it stands."""
        return KpiTerms(**{name: getattr(self, name) for name in EDITABLE})

    @property
    def adds_up(self) -> bool:
        """The values of its periods are added up."""
        return self.kind == Kind.SUM

    @property
    def is_allowance(self) -> bool:
        """“No more than three a year”: used up over its length, so that no period is judged by itself."""
        return self.adds_up and self.lower_is_better and bool(self.per)

    @property
    def rhythm(self) -> str:
        """“Quarterly”, or for a milestone “Once, by 30 June 2027”."""
        if self.kind == Kind.MILESTONE and self.milestone_on:
            return f"Once, by {plain_day(self.milestone_on)}"
        return str(self.get_frequency_display())

    @property
    def is_done_or_not(self) -> bool:
        """Nothing is counted: each period, or the one thing, is done or not."""
        return self.kind in DONE_OR_NOT

    @property
    def is_composite(self) -> bool:
        """Its value is worked out from sub-scores."""
        return self.kind == Kind.COMPOSITE

    @property
    def sub_score_lines(self) -> list[str]:
        """Of a composite, each sub-score as it is written: “Apprentices; weight 50; target 3 people”."""
        return written(read(self.sub_scores)).splitlines()

    @property
    def is_ratio(self) -> bool:
        """Two numbers are reported: so many out of so many."""
        return self.kind == Kind.RATIO

    @property
    def lower_is_better(self) -> bool:
        return self.direction == Direction.LOWER


class KpiChange(models.Model):
    """A change of a KPI that is in force, proposed by the council: it counts once both sides agree the obligation again."""

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="changes")
    # Only what changes: the name of a term and its new value
    terms = models.JSONField(encoder=DjangoJSONEncoder)
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=9, choices=ChangeOutcome.choices, default=ChangeOutcome.OPEN)
    decided_at = models.DateTimeField(null=True)

    objects = KpiChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kpi"], condition=Q(outcome="open"), name="one_open_change_a_kpi"),
        ]
        verbose_name = "KPI change"

    def __str__(self):
        return f"Change of {self.kpi}"
