"""The added differences a commission wants."""

from django.db import models

from procurement.commissioning.enums import Category, SoughtStatus
from procurement.commissioning.models.commission import Commission
from procurement.commissioning.querysets import OfCommissionQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned


class SoughtOutcome(Versioned):
    """An added difference the commission wants, provisional until the plan is approved."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="sought_outcomes")
    wording = models.TextField()
    category = models.CharField(max_length=20, choices=Category.choices)
    outcome = models.ForeignKey("socialvalue.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="sought")
    remarks = models.ManyToManyField("procurement.Remark", blank=True, related_name="sought_outcomes")
    status = models.CharField(max_length=12, choices=SoughtStatus.choices, default=SoughtStatus.PROVISIONAL)
    dropped_reason = models.TextField(blank=True)
    # Where it comes from when it was promoted from an earlier contract; text and address, written by the storey above
    promoted_from = models.CharField(max_length=300, blank=True)
    promoted_evidence = models.TextField(blank=True)
    promoted_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.wording[:120]

    @property
    def is_approved(self) -> bool:
        return self.status == SoughtStatus.APPROVED
