"""What a contract cost, by financial year."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.register.models import Contract
from contracts.register.querysets import OfContractQuerySet
from contracts.spend.enums import Source
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.law.periods import financial_year_words


class YearSpent(Versioned):
    """Pounds without VAT that were paid under a contract in one financial year, up to a day of it."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="spent")
    # In which the financial year begins
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    up_to = models.DateField()
    source = models.CharField(max_length=8, choices=Source.choices)
    note = models.CharField(max_length=200, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    objects = OfContractQuerySet.as_manager()

    class Meta:
        ordering = ["contract", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "year"], name="spent_once_a_year"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="spent_is_not_negative"),
        ]

    def __str__(self):
        return f"{self.year_words}: {self.amount}"

    @property
    def year_words(self) -> str:
        return financial_year_words(self.year)
