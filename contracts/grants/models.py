"""Smart grants: what one is for, what is paid when, and what it did. Its days and its value are its entry in the register."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.grants.calculations import Amount
from contracts.grants.enums import Did, Next
from contracts.grants.querysets import OfGrantQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.second_word.models import UNDECIDED, SecondWord, by_two_people
from socialvalue.second_word.querysets import SecondWordQuerySet

USER = settings.AUTH_USER_MODEL


class Grant(Versioned):
    """What a grant of the register is for, in a sentence, with its conditions and the outcomes it seeks."""

    contract = models.OneToOneField("contracts.Contract", on_delete=models.CASCADE, related_name="grant")
    purpose = models.CharField(max_length=300)
    outcomes = models.ManyToManyField("socialvalue.Outcome", related_name="grants")
    conditions = models.TextField(blank=True)
    said_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfGrantQuerySet.as_manager()

    def __str__(self):
        return self.purpose


class GrantPayment(Versioned):
    """A payment of a grant: planned for a day, then paid."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="grant_payments")
    for_what = models.CharField(max_length=200)
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    paid_on = models.DateField(null=True)
    paid = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    paid_said_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    planned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfGrantQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["paid_on", "contract"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_payment_of_something"),
            models.CheckConstraint(
                condition=Q(paid=None, paid_on=None, paid_said_by=None)
                | Q(paid__gte=0, paid_on__isnull=False, paid_said_by__isnull=False),
                name="grant_payment_paid_on_a_day_by_somebody_s_word",
            ),
        ]

    def __str__(self):
        return self.for_what

    @property
    def amounts(self) -> Amount:
        return Amount(self.amount, self.due_on, self.paid, self.paid_on)

    @property
    def is_paid(self) -> bool:
        return self.paid_on is not None


class GrantEvaluation(SecondWord):
    """What a grant did, written by who manages it; it counts once a second person agrees."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="grant_evaluations")
    # What it was to do when this was written
    purpose_then = models.CharField(max_length=300)
    due_then = models.DateField()
    did = models.CharField(max_length=6, choices=Did.choices)
    did_words = models.TextField()
    learned = models.TextField()
    proposes = models.CharField(max_length=8, choices=Next.choices)
    why = models.TextField()
    # What was known beside it: payments, returns, KPIs, a sentence each
    facts = models.JSONField(default=list)

    objects = SecondWordQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contract"], condition=UNDECIDED, name="one_grant_evaluation_at_a_time"),
            *by_two_people("grant_evaluation"),
        ]

    def __str__(self):
        return f"Evaluation: {self.purpose_then}"

    @property
    def ends_it(self) -> bool:
        return self.proposes == Next.END
