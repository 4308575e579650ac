"""Returns in versions, verified by somebody else."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.evidence.calculations.attribution import OwnWork
from contracts.performance.lateness import late_by, late_words
from contracts.register.enums import Side
from contracts.returns.querysets import ReturnQuerySet
from contracts.schedule.enums import COUNTED, ReturnStatus
from socialvalue.common import clock
from socialvalue.common.saving import Typed
from socialvalue.common.templatetags.formats import plain_day, plain_number
from socialvalue.documents.models import Document

if TYPE_CHECKING:
    from contracts.evidence.pages.postcodes import Part

USER = settings.AUTH_USER_MODEL


class Return(Typed):
    """One version of what was reported for one due row. A verified one is never changed, only replaced."""

    due = models.ForeignKey("contracts.DueReturn", on_delete=models.PROTECT, related_name="returns")
    number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=ReturnStatus.choices, default=ReturnStatus.DRAFT)
    # In the KPI's unit. Of a ratio it is 100 × numerator ÷ denominator, rounded, for lists: figures are made of its two numbers
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # Of a composite: what was answered to each sub-score (key → a number, a level or “nothing”), and the working of its value as
    # ``performance.composing`` has it. None of any other kind
    answers = models.JSONField(null=True, blank=True)
    working = models.JSONField(null=True, blank=True)
    # Nothing happened that could be counted: an answer, for nobody and against nobody
    no_cases = models.BooleanField(default=False)
    estimated = models.BooleanField(default=False)
    narrative = models.TextField(blank=True)
    evidence_note = models.TextField(blank=True, help_text="Where the evidence is, when no file is added.")
    # Who benefited, by the groups its KPI is asked for: {key: "12"}, and “unknown”
    benefited = models.JSONField(default=dict)
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.COUNCIL)
    # The two over-claim questions (measuring principle 8)
    direct_result = models.TextField(blank=True, help_text="Was it a direct result of this work, or did another service help?")
    anyway = models.TextField(blank=True, help_text="Would it have happened anyway?")
    correction_reason = models.TextField(blank=True)
    # Why it is final although its period is not over
    early_reason = models.TextField(blank=True)
    # What was sent last (calculations/sent.py), and why something else was sent after that
    sent_as = models.JSONField(null=True, editable=False)
    change_reason = models.TextField(blank=True)
    # When it was handed in for the first time, whatever came after: by it lateness is told
    first_submitted_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    # When it was last sent back with a question
    sent_back_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decision_comment = models.TextField(blank=True)
    # A verified version held from ``decided_at`` until then
    replaced_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    # From earlier records, by ``created_by``: its figure counts from when it was brought over. The days on which it had been sent
    # and verified are what those records say; nobody sent or verified it here then
    brought_over = models.BooleanField(default=False)
    sent_on = models.DateField(null=True)
    verified_on = models.DateField(null=True)

    # The evidence of this version, its figure in words and the lines of its working, where a page has fetched them
    files: list[Document]
    figure_text: str
    # The score as it was sent, where it counts as less
    sent_text: str
    lines: list
    # Who benefited, as its reader may see it, and what is not said of it
    benefit_rows: list
    benefit_note: str
    # How much of it is the provider’s own work, where it says so
    own_work: OwnWork | None
    # Where its people or suppliers are, where it says so, as its reader may see it
    postcodes: "Part | None"

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["due", "number"]
        indexes = [
            models.Index(fields=["status"]),
            models.Index(fields=["due", "status"]),
            # What waits, the longest waiting first
            models.Index(fields=["submitted_at", "id"], condition=Q(status="submitted"), name="return_waiting"),
            # What was verified lately
            models.Index(fields=["decided_at", "id"], condition=Q(status="verified"), name="return_verified_lately"),
            # What was corrected since a report was frozen: few of very many
            models.Index(fields=["replaced_at"], condition=Q(status="replaced"), name="returns_replaced"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["due", "number"], name="return_version_once"),
            models.UniqueConstraint(fields=["due"], condition=Q(status="verified"), name="one_verified_return_a_period"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(value__isnull=False) | Q(no_cases=True), name="submitted_return_has_a_value"
            ),
            models.CheckConstraint(condition=Q(no_cases=False) | Q(value=None), name="no_cases_has_no_value"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(first_submitted_at__isnull=False), name="submitted_return_says_since_when"
            ),
            models.CheckConstraint(
                condition=Q(status="replaced", replaced_at__isnull=False) | ~Q(status="replaced") & Q(replaced_at=None),
                name="replaced_return_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")), name="return_verified_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["verified", "replaced"]) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="verified_return_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(brought_over=True) | Q(sent_on=None, verified_on=None), name="earlier_days_are_of_earlier_records"
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None) | Q(sent_on=None) | Q(verified_on__gte=F("sent_on")),
                name="earlier_days_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(brought_over=False) | Q(decided_by=None) | ~Q(decided_by=F("created_by")),
                name="brought_over_return_verified_by_a_second",
            ),
        ]

    def __str__(self):
        return f"{self.due}, version {self.number}"

    @property
    def reported(self) -> Decimal:
        """The value in the KPI's unit of a return that was handed in: the database keeps none without. Raises ValueError."""
        if self.value is None:
            raise ValueError(f"no value is reported: {self}")
        return self.value

    @property
    def parts(self) -> str:
        """Of a share, its two numbers: “12 of 15”; “no cases” where there were none."""
        if self.no_cases:
            return "no cases"
        if self.numerator is None or self.denominator is None:
            return ""
        return f"{plain_number(self.numerator)} of {plain_number(self.denominator)}"

    @property
    def is_answered(self) -> bool:
        """There is something that could be handed in."""
        return self.no_cases or self.value is not None

    @property
    def given(self) -> frozenset[tuple[str, str]]:
        """(key of a sub-score, kind) of the evidence named with it; ``named`` may be prefetched."""
        return frozenset((one.sub, one.kind) for one in self.named.all())

    def held_on(self, moment: datetime) -> bool:
        """Whether it was the verified version before ``moment``; the queryset's filter of the same name says the same."""
        if self.status not in COUNTED or self.decided_at is None or self.decided_at >= moment:
            return False
        return self.replaced_at is None or self.replaced_at >= moment

    @property
    def days_late(self) -> int:
        """Days between the due day and the first time it was handed in; 0 in time. Needs ``due``."""
        return late_by(self.due.due_on, self.first_sent)

    @property
    def first_sent(self) -> date | datetime | None:
        """When it was handed in for the first time: here, or by the earlier records it comes from, as far as they say."""
        return self.sent_on if self.brought_over else self.first_submitted_at

    @property
    def earlier_words(self) -> str:
        """“Brought over from earlier records on 27 November 2026 (sent on 20 July 2024, verified on 2 August 2024)”, or empty."""
        if not self.brought_over or self.first_submitted_at is None:
            return ""
        days = [f"{did} on {plain_day(day)}" for did, day in (("sent", self.sent_on), ("verified", self.verified_on)) if day]
        by_them = f" ({', '.join(days)})" if days else ""
        return f"Brought over from earlier records on {plain_day(self.first_submitted_at)}{by_them}"

    @property
    def late_words(self) -> str:
        """“Handed in 15 days late”, of the first version; empty in time, and for a correction, which is never late."""
        return late_words(self.days_late) if self.number == 1 else ""

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
