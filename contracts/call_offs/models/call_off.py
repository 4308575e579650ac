"""A contract that was called off, and the tender that suppliers of a lot were asked to bid for."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.call_offs.enums import How
from contracts.call_offs.models.agreement import FrameworkAgreement, FrameworkLot
from contracts.call_offs.querysets import CallOffQuerySet
from contracts.register.models import Contract
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class MiniCompetition(models.Model):
    """An ordinary tender for the suppliers of one lot. Its contract becomes a call-off when it is made."""

    lot = models.ForeignKey(FrameworkLot, on_delete=models.PROTECT, related_name="competitions")
    tender = models.OneToOneField("procurement.Tender", on_delete=models.PROTECT, related_name="mini_competition")
    started_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self):
        return f"Mini-competition {self.tender.reference}"


class CallOff(models.Model):
    """How one contract was called off. Its value is the contract's, as that stands today."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="call_off")
    lot = models.ForeignKey(FrameworkLot, on_delete=models.PROTECT, related_name="call_offs")
    how = models.CharField(max_length=11, choices=How.choices)
    competition = models.OneToOneField(MiniCompetition, on_delete=models.PROTECT, null=True, related_name="call_off")
    # Of a direct one: a ground of law/framework_agreements.py, the clause of the agreement, and why this supplier
    ground = models.CharField(max_length=20, blank=True)
    terms = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    called_off_on = models.DateField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = CallOffQuerySet.as_manager()

    class Meta:
        ordering = ["-called_off_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(how="direct", competition=None) & ~Q(ground="") & ~Q(terms="") & ~Q(reason="")
                | Q(how="competition", competition__isnull=False, ground="", terms="", reason=""),
                name="call_off_by_competition_or_directly_with_a_reason",
            )
        ]

    def __str__(self):
        return f"{self.contract} under {self.agreement.reference}"

    @property
    def agreement(self) -> FrameworkAgreement:
        return self.lot.agreement

    @property
    def value(self) -> Decimal:
        return value_of(self.contract)


def value_of(contract: Contract) -> Decimal:
    """Pounds over the term: what counts against a ceiling. Every contract has a value of one kind (``contract_has_a_value``)."""
    assert contract.worth is not None, "a contract has a value"
    return contract.worth
