"""The supply chain of a contract by quarter: who does how much beneath its supplier, and which cases are kept and passed on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.supply.calculations import Cases
from contracts.supply.querysets import LinkQuerySet, PeriodQuerySet
from socialvalue.common.saving import Versioned
from socialvalue.second_word.models import SecondWord, by_two_people

USER = settings.AUTH_USER_MODEL


class SupplyTerms(Versioned):
    """What the contract calls an easy, a usual and a hard case."""

    contract = models.OneToOneField("contracts.Contract", on_delete=models.CASCADE, related_name="supply_terms")
    easy = models.CharField(max_length=300)
    usual = models.CharField(max_length=300)
    hard = models.CharField(max_length=300)
    said_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"Easy: {self.easy}"


class SupplyPeriod(Versioned, SecondWord):
    """A quarter of the financial year that begins in ``year``: entered by the supplier, confirmed by an officer."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="supply_periods")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    prime = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    # As it was called when this was entered
    prime_then = models.CharField(max_length=220)
    # The cases that the prime kept
    easy = models.PositiveIntegerField(null=True)
    usual = models.PositiveIntegerField(null=True)
    hard = models.PositiveIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-quarter", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "year", "quarter", "prime"],
                condition=Q(withdrawn_at=None) & (Q(accepted=None) | Q(accepted=True)),
                name="supply_period_once_a_quarter",
            ),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="supply_period_is_a_quarter"),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(sent_at__isnull=False), name="supply_period_decided_once_it_was_sent"
            ),
            *by_two_people("supply_period"),
        ]

    def __str__(self):
        return f"{self.prime_then}, quarter {self.quarter} of {self.year}"

    @property
    def quarter_key(self) -> tuple[int, int]:
        return self.year, self.quarter

    @property
    def cases(self) -> Cases:
        return Cases(self.easy, self.usual, self.hard)

    @property
    def is_being_entered(self) -> bool:
        return self.sent_at is None and self.is_open

    @property
    def state_words(self) -> str:
        """“Being entered”, “Waits to be confirmed”, “Confirmed” or “Sent back”."""
        if self.decided_at is not None:
            return "Confirmed" if self.accepted else "Sent back"
        if self.withdrawn_at is not None:
            return "Taken back"
        return "Waits to be confirmed" if self.sent_at else "Being entered"


class SupplyLink(models.Model):
    """An organisation beneath the supplier in a quarter: its share of the work and of the fee, and the cases it was given."""

    period = models.ForeignKey(SupplyPeriod, on_delete=models.CASCADE, related_name="links")
    tier = models.PositiveSmallIntegerField(default=1)
    # Of the register of suppliers, where it is known there
    organisation = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=220)
    number = models.CharField(max_length=40, blank=True)
    work = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    fee = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    district = models.ForeignKey("socialvalue.District", on_delete=models.PROTECT, null=True, related_name="+")
    sme = models.BooleanField(null=True)
    vcse = models.BooleanField(null=True)
    easy = models.PositiveIntegerField(null=True)
    usual = models.PositiveIntegerField(null=True)
    hard = models.PositiveIntegerField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["tier", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(tier__range=(1, 9)), name="supply_link_in_a_tier"),
            models.CheckConstraint(condition=Q(work=None) | Q(work__range=(0, 100)), name="supply_link_work_of_100"),
            models.CheckConstraint(condition=Q(fee=None) | Q(fee__range=(0, 100)), name="supply_link_fee_of_100"),
        ]

    def __str__(self):
        return self.name

    @property
    def cases(self) -> Cases:
        return Cases(self.easy, self.usual, self.hard)
