"""What the analyse stage found."""

from django.db import models

from procurement.commissioning.enums import EntryKind
from procurement.commissioning.models.commission import Commission
from procurement.commissioning.querysets import OfCommissionQuerySet
from socialvalue.common.saving import Versioned


class DiagnosticEntry(Versioned):
    """One finding of the analyse stage, resting on remarks or on figures of the current contract."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="diagnostic_entries")
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    text = models.TextField()
    remarks = models.ManyToManyField("procurement.Remark", blank=True, related_name="diagnostic_entries")
    # Evidence brought from the current contract by the storey above: the words and the address of the figure
    evidence = models.TextField(blank=True)
    evidence_url = models.CharField(max_length=300, blank=True)
    consequence = models.TextField(blank=True, help_text="What would be lost, and what will be done about it.")
    # For a similar service or another contract inside the council
    other_commission = models.ForeignKey(Commission, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "order", "id"]

    def __str__(self):
        return self.text[:120]
