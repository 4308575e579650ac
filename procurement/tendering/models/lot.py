"""The lot: what one award and one contract are for."""

from django.db import models
from django.db.models import Q

from procurement.tendering.models.tender import Tender


class Lot(models.Model):
    """A part of what a tender buys. A tender that is not divided has exactly one, without a title, and no page names it.

    It has no version of its own: whoever changes a lot changes its tender, as with criteria. ``value``: pounds over the whole
    term, VAT included; those of all lots come to the tender's.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="lots")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    # Where it is delivered; none: everywhere the commission says
    districts = models.ManyToManyField("socialvalue.District", blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="lot_number_once_a_tender"),
            models.CheckConstraint(condition=Q(number__gte=1), name="lot_numbers_begin_with_one"),
            models.CheckConstraint(condition=Q(value__gt=0), name="lot_value_above_zero"),
        ]

    def __str__(self):
        return f"Lot {self.number}: {self.title}" if self.title else f"The whole of {self.tender.reference}"

    @property
    def is_division(self) -> bool:
        """Whether its tender is divided: only then does a lot have a title, and only then do pages name it."""
        return bool(self.title)
