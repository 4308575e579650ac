"""The forward plan's timetable and opportunities that others post."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.commissioning.querysets import OfCommissionQuerySet
from procurement.pipeline.enums import Phase, PostingKind, PostingStatus
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL
# Each lets one post for the organisation it is held in
POSTING_PERMISSIONS = (Permission.POST_OPPORTUNITIES, Permission.BID, Permission.EDIT_COMMISSIONS)


class TimetablePhase(models.Model):
    """One phase of a commission's timetable, first and last day inclusive."""

    commission = models.ForeignKey("procurement.Commission", on_delete=models.CASCADE, related_name="phases")
    phase = models.CharField(max_length=16, choices=Phase.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["starts_on", "ends_on"])]
        constraints = [
            models.UniqueConstraint(fields=["commission", "phase"], name="timetable_phase_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="timetable_phase_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.get_phase_display()}: {self.starts_on} to {self.ends_on}"


class Overrule(models.Model):
    """A timetable warning somebody decided to live with, and why."""

    commission = models.ForeignKey("procurement.Commission", on_delete=models.CASCADE, related_name="overrules")
    warning = models.CharField(max_length=120, help_text="The key of the warning.")
    text = models.TextField(help_text="The warning as it read then.")
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["commission", "warning"], name="overrule_once_a_warning")]

    def __str__(self):
        return self.warning


class PostingQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(status=PostingStatus.PUBLISHED)

    def own(self, user) -> Self:
        """Those of the bodies this person posts for."""
        return self.filter(posted_for__in=bodies_of(user)) if user.is_authenticated else self.none()

    def to_decide(self, user) -> Self:
        """Those that wait for a decision this person may take: of the council, and not their own."""
        if not user.is_authenticated:
            return self.none()
        councils = user.organisations_where(Permission.APPROVE_OPPORTUNITIES)
        return self.filter(council__in=councils, status=PostingStatus.SUBMITTED).exclude(posted_by=user)

    def visible_to(self, user) -> Self:
        """Published ones are public; the rest is for who posts for that body, and, once sent, for the council's approvers."""
        published = Q(status=PostingStatus.PUBLISHED)
        if not user.is_authenticated:
            return self.filter(published)
        sent = Q(council__in=user.organisations_where(Permission.APPROVE_OPPORTUNITIES)) & ~Q(status=PostingStatus.DRAFT)
        return self.filter(published | Q(posted_for__in=bodies_of(user)) | sent)


def bodies_of(user) -> list[int]:
    """Ids of the organisations this person posts opportunities for: partners, suppliers, councils whose commissions they edit."""
    return sorted({pk for permission in POSTING_PERMISSIONS for pk in user.organisations_where(permission)})


class Posting(Versioned):
    """An opportunity that is not a tender run here: a quotation, a subcontract, another authority's tender."""

    reference = models.CharField(max_length=20, unique=True)
    council = models.ForeignKey(
        "socialvalue.Organisation", on_delete=models.PROTECT, related_name="+", help_text="Who approves it."
    )
    posted_for = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=16, choices=PostingKind.choices)
    title = models.CharField(max_length=200)
    description = models.TextField()
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    districts = models.ManyToManyField("socialvalue.District", blank=True, related_name="+", help_text="None: the whole area.")
    closes_at = models.DateTimeField()
    how_to_respond = models.TextField()
    status = models.CharField(max_length=10, choices=PostingStatus.choices, default=PostingStatus.DRAFT)
    posted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_comment = models.TextField(blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["closes_at"]
        indexes = [models.Index(fields=["status", "closes_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("posted_by")), name="posting_decided_by_somebody_else"
            ),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=5000), name="posting_from_5000_pounds"),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    @property
    def is_returned(self) -> bool:
        return self.status == PostingStatus.RETURNED
