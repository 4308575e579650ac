"""A framework agreement with its lots, its suppliers and its days. What it says of itself on a day is worked out, never kept."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.call_offs.calculations.details import EDITABLE, AgreementDetails
from contracts.call_offs.enums import AgreementStatus, DayKind
from contracts.call_offs.querysets import AgreementQuerySet, LotSupplierQuerySet, OfAgreementQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.common.templatetags.formats import plain_day

USER = settings.AUTH_USER_MODEL
# Before any day: the clock looks at its next run
AT_ONCE = date(2000, 1, 1)


class FrameworkAgreement(Versioned):
    """Under it contracts are called off. Not the social value framework, which is ``socialvalue.Framework``."""

    reference = models.CharField(max_length=40)
    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="framework_agreements")
    directorate = models.ForeignKey("socialvalue.Directorate", on_delete=models.PROTECT, related_name="framework_agreements")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    longer_reason = models.TextField(blank=True)
    is_open = models.BooleanField(default=False)
    light_touch = models.BooleanField(default=False)
    ceiling = models.DecimalField(max_digits=14, decimal_places=2, help_text="Pounds over the whole term, without VAT.")
    no_guarantee = models.TextField()
    manager = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="agreements_managed")
    lead_director = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="agreements_directed")
    # The last day on which something could be called off, earlier than agreed
    ended_on = models.DateField(null=True, editable=False)
    ended_reason = models.TextField(blank=True, editable=False)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    # On which day the clock next looks at what it warns of; None once it is over
    look_on = models.DateField(null=True, default=AT_ONCE, editable=False)
    illustrative = models.BooleanField(default=False, help_text="Invented for the demonstration.")
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["council", "title"]),
            models.Index(fields=["council", "ends_on"]),
            models.Index(fields=["manager", "ends_on"]),
            models.Index(fields=["look_on"]),
            # What the list is sorted by, with the key that ends ties
            models.Index(fields=["title", "id"]),
            models.Index(fields=["ends_on", "id"]),
            models.Index(fields=["ceiling", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["council", "reference"], name="agreement_reference_once_a_council"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(ceiling__gt=0), name="agreement_ceiling_above_zero"),
            models.CheckConstraint(condition=~Q(manager=F("lead_director")), name="agreement_managed_and_directed_by_two"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, ended_reason="")
                | Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_reason=""),
                name="agreement_ended_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def details(self) -> AgreementDetails:
        return AgreementDetails(**{name: getattr(self, name) for name in EDITABLE})

    @property
    def last_day(self) -> date:
        """The last day on which something can be called off."""
        return self.ended_on or self.ends_on

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.last_day

    def status_on(self, day: date) -> AgreementStatus:
        if day < self.starts_on:
            return AgreementStatus.TO_BEGIN
        return AgreementStatus.LIVE if day <= self.last_day else AgreementStatus.ENDED

    @property
    def status(self) -> AgreementStatus:
        return self.status_on(clock.today())

    @property
    def status_words(self) -> str:
        """“In force”, “Begins on 1 April 2027” or “Ended”."""
        status = self.status
        return f"Begins on {plain_day(self.starts_on)}" if status == AgreementStatus.TO_BEGIN else str(status.label)

    def call_offs_outside(self, first: date, last: date) -> bool:
        """Whether something was called off before the one day or after the other."""
        outside = Q(call_offs__called_off_on__lt=first) | Q(call_offs__called_off_on__gt=last)
        return self.lots.filter(outside).exists()

    @property
    def is_live(self) -> bool:
        return self.holds_on(clock.today())

    @property
    def is_over(self) -> bool:
        return self.status == AgreementStatus.ENDED


class FrameworkLot(Versioned):
    """A part of the agreement, with suppliers of its own. One that is not divided has a single lot without a title."""

    agreement = models.ForeignKey(FrameworkAgreement, on_delete=models.PROTECT, related_name="lots")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True, help_text="Pounds, without VAT.")

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="lot_number_once_an_agreement"),
            models.CheckConstraint(condition=Q(ceiling=None) | Q(ceiling__gt=0), name="lot_ceiling_above_zero"),
        ]

    def __str__(self):
        return f"Lot {self.number}: {self.title}" if self.title else "The whole agreement"

    @property
    def is_division(self) -> bool:
        """Whether the agreement is divided, so that pages name the lot."""
        return bool(self.title)


class AgreementDay(Versioned):
    """A day on which new suppliers can join, or on which the agreement is reviewed; ``outcome``: what came of it."""

    agreement = models.ForeignKey(FrameworkAgreement, on_delete=models.PROTECT, related_name="days")
    kind = models.CharField(max_length=8, choices=DayKind.choices)
    on = models.DateField()
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.TextField(blank=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "kind", "on"], name="agreement_day_once"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, outcome="")
                | Q(done_on__isnull=False, done_by__isnull=False) & ~Q(outcome=""),
                name="agreement_day_done_by_somebody_with_its_outcome",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {plain_day(self.on)}"


class LotSupplier(Versioned):
    """A supplier on a lot, by its name of then, from the day it joined to the last day before it left."""

    lot = models.ForeignKey(FrameworkLot, on_delete=models.PROTECT, related_name="suppliers")
    supplier = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="lots_joined")
    name_then = models.CharField(max_length=220)
    joined_on = models.DateField()
    # The refresh at which it came; None: it was on it from the first day
    refresh = models.ForeignKey(AgreementDay, on_delete=models.PROTECT, null=True, related_name="joined")
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    # The last day on which something can be called off to it
    left_on = models.DateField(null=True)
    left_reason = models.TextField(blank=True)
    left_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LotSupplierQuerySet.as_manager()

    class Meta:
        ordering = ["name_then", "joined_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "supplier"], condition=Q(left_on=None), name="on_a_lot_once_at_a_time"),
            models.CheckConstraint(condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="left_a_lot_after_joining"),
            models.CheckConstraint(
                condition=Q(left_on=None, left_by=None, left_reason="")
                | Q(left_on__isnull=False, left_by__isnull=False) & ~Q(left_reason=""),
                name="left_a_lot_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.name_then

    def holds_on(self, day: date) -> bool:
        return self.joined_on <= day and (self.left_on is None or day <= self.left_on)
