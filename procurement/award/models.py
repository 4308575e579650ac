"""From ranking to contract: recommendation, decision by somebody else, assessment summaries, standstill."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from procurement.award.enums import AwardStatus
from procurement.panel.models import Panellist
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.common.saving import Versioned
from socialvalue.law.days import Proclaimed, last_of_working_days
from socialvalue.law.rules import rules_on

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from socialvalue.accounts.models import User

USER = settings.AUTH_USER_MODEL


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Officers of the council who evaluate, check, decide or manage contracts."""
        if not user.is_authenticated:
            return self.none()
        councils = [
            pk
            for permission in (
                Permission.LEAD_EVALUATION,
                Permission.DECIDE_AWARDS,
                Permission.CHECK_TENDERS,
                Permission.EDIT_CONTRACTS,
            )
            for pk in user.organisations_where(permission)
        ]
        return self.filter(tender__commission__council__in=councils)


class Award(Versioned):
    """Of one lot: who gets its contract, decided by somebody else than recommended it. ``tender`` is its lot's."""

    lot = models.OneToOneField("procurement.Lot", on_delete=models.PROTECT, related_name="award")
    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="awards")
    bid = models.ForeignKey("procurement.Bid", on_delete=models.PROTECT, related_name="awards")
    status = models.CharField(max_length=12, choices=AwardStatus.choices, default=AwardStatus.PROPOSED)
    reason = models.TextField(help_text="Why this bid, in words that follow from the scores.")
    recommended_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_comment = models.TextField(blank=True)
    notified_at = models.DateTimeField(null=True)
    notified_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    # The law asks for a standstill, or the council keeps one as its policy
    standstill_mandatory = models.BooleanField(default=True)
    # The day the contract award notice is published: day 1 of the standstill
    notice_on = models.DateField(null=True)
    standstill_last_day = models.DateField(null=True)
    may_sign_from = models.DateField(null=True)
    # When people heard that the standstill is over: what was told once is not looked at again
    over_told_at = models.DateTimeField(null=True, editable=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "over_told_at", "standstill_last_day"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("recommended_by")), name="award_decided_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="award_decision_with_time",
            ),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decision_comment=""), name="award_decision_has_a_reason"),
            models.CheckConstraint(
                condition=Q(notified_at=None, standstill_last_day=None, may_sign_from=None)
                | Q(notified_at__isnull=False, standstill_last_day__isnull=False, may_sign_from__gt=F("standstill_last_day")),
                name="award_told_with_its_standstill",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="award_has_a_reason"),
        ]

    def __str__(self):
        return f"Award of {self.lot}" if self.lot.is_division else f"Award of {self.tender}"

    @property
    def is_proposed(self) -> bool:
        return self.status == AwardStatus.PROPOSED

    @property
    def is_returned(self) -> bool:
        return self.status == AwardStatus.RETURNED

    @property
    def is_notified(self) -> bool:
        """Bidders were told and the standstill runs; no contract is made yet."""
        return self.status == AwardStatus.NOTIFIED

    @property
    def standstill_starts_on(self) -> date:
        """Day 1 of the standstill: the day of the notice. Raises WrongState before the bidders were told."""
        return _as_told(self.notice_on)

    @property
    def standstill_ends_on(self) -> date:
        """Its last day, as it is stored. Raises WrongState before the bidders were told."""
        return _as_told(self.standstill_last_day)

    def last_day_of_standstill(self, proclaimed: Proclaimed) -> date:
        """The day with which the standstill ends, once bidders were told. Without queries once the tender is read."""
        count = rules_on(self.tender.started_on).standstill_working_days
        return max(self.standstill_ends_on, last_of_working_days(count, self.standstill_starts_on, proclaimed))


def _as_told(day: date | None) -> date:
    if day is None:
        raise WrongState("The bidders have not been told of this award yet, so its standstill has not begun")
    return day


class SummaryQuerySet(models.QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The bidder sees their own once sent; the council's evaluation and award officers see all."""
        if not user.is_authenticated:
            return self.none()
        councils = [
            pk
            for permission in (Permission.LEAD_EVALUATION, Permission.DECIDE_AWARDS, Permission.CHECK_TENDERS)
            for pk in user.organisations_where(permission)
        ]
        # A bidder reads its own; of the council, nobody whom an interest bars
        barred = Panellist.objects.barred().filter(user=user).values("evaluation__tender")
        return self.filter(
            Q(award__tender__commission__council__in=councils) & ~Q(award__tender__in=barred)
            | Q(bid__supplier__in=user.organisations_where(Permission.BID), sent_at__isnull=False)
        )


class AssessmentSummary(models.Model):
    """What regulation 31 of the Procurement Regulations 2024 gives each bidder whose tender was assessed."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="summaries")
    bid = models.ForeignKey("procurement.Bid", on_delete=models.PROTECT, related_name="summaries")
    content = models.JSONField(encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "assessment summaries"
        constraints = [models.UniqueConstraint(fields=["award", "bid"], name="one_summary_a_bid_and_award")]

    def __str__(self):
        return f"Assessment summary for {self.bid}"
