"""Periodic reports, frozen at the figures of their day, and the schedule that makes the next one."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from measurement.reports.enums import DECIDED, ReportKind, ReportStatus
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.common.templatetags.formats import plain_day

USER = settings.AUTH_USER_MODEL


def _officers(user) -> list[int]:
    """The councils whose reports this person prepares or approves, and so reads in every status."""
    return user.organisations_where(Permission.PREPARE_REPORTS) + user.organisations_where(Permission.APPROVE_REPORTS)


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members see approved reports and what those replaced; those who prepare or approve see the drafts too."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(council__in=_officers(user))
            | Q(council__in=user.organisations_where(Permission.VIEW_OVERSIGHT), status__in=DECIDED)
        )

    def announced_to(self, user) -> Self:
        """Those whose readers may know that they are under way, and no more: the same people, before they may read them."""
        if not user.is_authenticated:
            return self.none()
        theirs = self.filter(council__in=user.organisations_where(Permission.VIEW_OVERSIGHT))
        return theirs.exclude(status__in=DECIDED).exclude(council__in=_officers(user))

    def standing(self) -> Self:
        """Those that no approved report has taken the place of."""
        return self.exclude(status=ReportStatus.REPLACED)


class Report(Versioned):
    reference = models.CharField(max_length=20, unique=True)
    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=10, choices=ReportKind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=10, choices=ReportStatus.choices, default=ReportStatus.BUILDING)
    # The officer's words; figures come from the frozen content
    classification = models.CharField(max_length=100, blank=True)
    past_pathway = models.CharField(max_length=200, blank=True)
    future_pathway = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    financial_implications = models.TextField(blank=True)
    legal_implications = models.TextField(blank=True)
    equalities_implications = models.TextField(blank=True)
    background_documents = models.TextField(blank=True)
    contact = models.TextField(blank=True)
    # Frozen at the figures of its day
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)
    # While it is being frozen: what was counted, and which run gathers the returns behind it
    counted = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    gathering = models.CharField(max_length=32, blank=True)
    # Until when its sources were looked at for corrections by the clock
    looked_at = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the schedule."
    )
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    replaces_reason = models.TextField(blank=True, help_text="What was wrong with the report that this one replaces.")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decision_comment = models.TextField(blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-id"]
        indexes = [models.Index(fields=["council", "status", "-ends_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "kind", "starts_on", "ends_on"], condition=Q(replaces=None), name="one_report_a_period"
            ),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(replaces_reason=""), name="report_says_why_it_replaces"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")), name="report_approved_by_somebody_else"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="report_period_in_order"),
        ]

    def __str__(self):
        return f"{self.reference} {self.get_kind_display()}"

    @property
    def is_building(self) -> bool:
        return self.status == ReportStatus.BUILDING

    @property
    def is_submitted(self) -> bool:
        return self.status == ReportStatus.SUBMITTED

    @property
    def is_returned(self) -> bool:
        return self.status == ReportStatus.RETURNED

    @property
    def is_approved(self) -> bool:
        return self.status == ReportStatus.APPROVED

    @property
    def is_replaced(self) -> bool:
        return self.status == ReportStatus.REPLACED

    @property
    def is_decided(self) -> bool:
        """Approved, whether or not another report has replaced it since."""
        return self.status in DECIDED

    @property
    def building_key(self) -> str:
        """Names the job that freezes the report as it stands now."""
        return f"report:{self.pk}:{self.version}"


LONGEST_KEY = 400


class FrozenFigureQuerySet(models.QuerySet):
    def of_measures(self) -> Self:
        """Quantities of measures; the others count KPIs. Keys of early reports name no line before the measure."""
        return self.filter(Q(key__startswith="measure:") | Q(key__contains="/measure:"))


class FrozenFigure(models.Model):
    """One figure of a frozen report, with a digest of what it rests on."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    # The line of the report it stands in, and below that its measure: see ``sections.material``
    key = models.CharField(max_length=LONGEST_KEY)
    label = models.CharField(max_length=300)
    value = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    unit = models.CharField(max_length=60)
    # Rows that reported out of rows that should have
    reported = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()
    # Of its sources (``FrozenSources``), in the order of their keys: see ``common.canonical``
    digest = models.CharField(max_length=64)

    objects = FrozenFigureQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="frozen_figure_once")]

    def __str__(self):
        return f"{self.label}: {self.value} {self.unit}"

    @property
    def is_of_a_measure(self) -> bool:
        return "/measure:" in f"/{self.key}"


class FrozenSourcesQuerySet(models.QuerySet):
    def holding(self, keys: Iterable[int]) -> Self:
        """Rows that any of these returns would stand in, where it stands behind their figure."""
        return self.filter(reduce(or_, (Q(first__lte=key, last__gte=key) for key in keys), Q(pk__in=[])))


class FrozenSources(models.Model):
    """The returns a frozen figure rests on, as their keys in order, so many a row: millions of rows would say no more."""

    figure = models.ForeignKey(FrozenFigure, on_delete=models.CASCADE, related_name="sources")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    keys = models.JSONField()

    objects = FrozenSourcesQuerySet.as_manager()

    class Meta:
        ordering = ["figure", "first"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "first"], name="frozen_sources_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="frozen_sources_in_order"),
        ]

    def __str__(self):
        return f"{self.first} to {self.last}"


class ReportSchedule(models.Model):
    """Every so many months a report of this kind is made; ``next_on`` is a date, not a rule."""

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="report_schedules")
    kind = models.CharField(max_length=10, choices=ReportKind.choices)
    months = models.PositiveSmallIntegerField(default=6)
    next_starts_on = models.DateField(help_text="First day of the next report's period.")
    next_on = models.DateField(help_text="The day it is made.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "kind"], name="one_schedule_a_kind")]

    def __str__(self):
        return f"{self.get_kind_display()} every {self.months} months, next on {plain_day(self.next_on)}"
