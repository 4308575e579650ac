"""The tender with its scoring scale."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum

from procurement.tendering.enums import Method, TenderStatus
from procurement.tendering.querysets import TenderQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

if TYPE_CHECKING:
    from procurement.tendering.models.lot import Lot

USER = settings.AUTH_USER_MODEL


class Tender(Versioned):
    reference = models.CharField(max_length=20, unique=True)
    commission = models.ForeignKey("procurement.Commission", on_delete=models.PROTECT, related_name="tenders")
    title = models.CharField(max_length=200)
    description = models.TextField(help_text="What is wanted, in plain words, as suppliers will read it.")
    status = models.CharField(max_length=12, choices=TenderStatus.choices, default=TenderStatus.DRAFT)
    # Chooses the rule set of the law; never today's
    started_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2, help_text="Pounds over the whole term, VAT included.")
    contract_starts_on = models.DateField()
    contract_ends_on = models.DateField()
    extension_months = models.PositiveSmallIntegerField(default=0)
    suits_sme = models.BooleanField(default=True)
    suits_vcse = models.BooleanField(default=True)
    reporting_burden = models.TextField(blank=True, help_text="What the successful supplier will have to report, and how often.")
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.EMBEDDED)
    # Of the gateway only: per cent of the quality points, and pounds
    minimum_quality = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    maximum_price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    scale_maximum = models.PositiveSmallIntegerField(default=5)
    deadline = models.DateTimeField(null=True, blank=True)
    drafted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_for_checking_at = models.DateTimeField(null=True)
    sent_for_checking_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    checked_comment = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    # Set when it was published under section 1(8) of the 2012 Act, without the considerations being recorded before
    urgency = models.ForeignKey("procurement.ActConsideration", on_delete=models.PROTECT, null=True, related_name="tenders")
    # What it was started from; a copy goes through every step anew
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies", editable=False)
    # Only those invited, and the council, read it and bid. Set with the invitations, and never afterwards
    by_invitation = models.BooleanField(default=False, editable=False)
    invited_because = models.TextField(blank=True, editable=False)
    terminated_at = models.DateTimeField(null=True)
    terminated_reason = models.TextField(blank=True)

    objects = TenderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["status", "deadline"]), models.Index(fields=["commission", "status"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("sent_for_checking_by")),
                name="tender_published_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(contract_ends_on__gt=F("contract_starts_on")), name="tender_contract_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(by_invitation=False, invited_because="") | Q(by_invitation=True) & ~Q(invited_because=""),
                name="tender_by_invitation_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    @property
    def is_checking(self) -> bool:
        return self.status == TenderStatus.CHECKING

    @property
    def is_returned(self) -> bool:
        return self.status == TenderStatus.RETURNED

    @property
    def is_published(self) -> bool:
        return self.status == TenderStatus.PUBLISHED

    @property
    def is_terminated(self) -> bool:
        return self.status == TenderStatus.TERMINATED

    @property
    def council(self):
        return self.commission.council

    @property
    def only_lot(self) -> "Lot":
        """The lot of a tender that is not divided. Raises where it is: ask ``lots`` then."""
        return self.lots.get()

    @property
    def value_beside(self) -> Decimal:
        """Pounds of the commission's other tenders that were not ended. One query."""
        others = Tender.objects.filter(commission=self.commission_id).exclude(pk=self.pk).exclude(status=TenderStatus.TERMINATED)
        return others.aggregate(rest=Sum("value"))["rest"] or Decimal(0)

    @property
    def value_for_the_law(self) -> Decimal:
        """Pounds by which thresholds are judged: a contract divided into tenders counts as the whole it was divided from.

        The sum of the commission's tenders that were not ended, this one always among them, and at least its estimate. One query.
        """
        return max(self.value + self.value_beside, self.commission.estimated_value)


class ScaleLevel(models.Model):
    """One level of the scoring scale, its wording pinned on the tender."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="scale")
    score = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    wording = models.TextField()

    class Meta:
        ordering = ["-score"]
        constraints = [models.UniqueConstraint(fields=["tender", "score"], name="scale_level_once")]

    def __str__(self):
        return f"{self.score}: {self.label}"
