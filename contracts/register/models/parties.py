"""Whom a contract is with, by the names of then, and how another supplier comes to deliver it."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.register.enums import LinkedHow
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.second_word.models import UNDECIDED, SecondWord, by_two_people
from socialvalue.second_word.querysets import SecondWordQuerySet

USER = settings.AUTH_USER_MODEL


class ContractSupplier(models.Model):
    """A supplier of a contract, by the name and number it had when it was linked; what it is called now is the organisation's.

    ``open_to`` is the organisation once it is sure that it is the one meant: a link by name opens nothing to anybody's
    accounts until an officer has confirmed it. Every rule of who sees a contract asks ``open_to``.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="contract_parties")
    open_to = models.ForeignKey(
        "socialvalue.Organisation", on_delete=models.PROTECT, null=True, related_name="open_parties", editable=False
    )
    name_then = models.CharField(max_length=220)
    number_then = models.CharField(max_length=40, blank=True)
    linked_how = models.CharField(max_length=8, choices=LinkedHow.choices, default=LinkedHow.OFFICER)
    linked_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField(default=clock.now, editable=False)
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    # By a modification: the first and the last day on which it delivers the contract. Empty is from or to the contract's own
    first_day = models.DateField(null=True, editable=False)
    last_day = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["name_then", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "organisation"], condition=Q(last_day=None), name="supplier_once_a_contract"
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")), name="supplier_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(open_to=None, confirmed_at=None) | Q(open_to=F("organisation"), confirmed_at__isnull=False),
                name="contract_opens_to_its_confirmed_supplier",
            ),
        ]

    def __str__(self):
        now = str(self.organisation)
        return self.name_then if self.name_then == now else f"{self.name_then} (now called {now})"

    @property
    def plain_name(self) -> str:
        """The name of then as files have it, without the mark of the demonstration."""
        return self.name_then.removesuffix(" (fictional)")

    @property
    def waits(self) -> bool:
        """Its supplier sees nothing of the contract until an officer confirms the link."""
        return self.open_to_id is None

    def is_over(self, day: date) -> bool:
        """It delivered the contract until a day before this one."""
        return self.last_day is not None and self.last_day < day

    def holds_on(self, day: date) -> bool:
        """It delivers the contract on that day: its returns that are due then are its own."""
        return not self.is_over(day) and (self.first_day is None or self.first_day <= day)

    @property
    def days_words(self) -> str:
        """“until 30 June 2027”, “from 1 July 2027”, or nothing where it is as long as the contract."""
        said = [("from", self.first_day), ("until", self.last_day)]
        return " ".join(f"{word} {plain_day(day)}" for word, day in said if day)


class SupplierChange(SecondWord):
    """A modification by which another supplier delivers a contract from a day on: proposed by one person, decided by another."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="supplier_changes")
    leaves = models.ForeignKey(ContractSupplier, on_delete=models.PROTECT, related_name="+")
    comes = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField()
    # A key of law/modifications.py, whose words and source are kept as they were
    ground = models.CharField(max_length=20)
    ground_then = models.CharField(max_length=300)
    reason = models.TextField()

    objects = SecondWordQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contract"], condition=UNDECIDED, name="one_supplier_change_at_a_time"),
            *by_two_people("supplier_change"),
        ]

    def __str__(self):
        return f"{self.leaves.name_then} → {self.comes}"

    @property
    def last_day_before(self) -> date:
        """The last day of the supplier so far."""
        return self.effective_on - timedelta(days=1)
