"""A node of the tree of award criteria."""

from django.db import models
from django.db.models import Q

from procurement.tendering.enums import CriterionKind, Form, PriceFormula
from procurement.tendering.models.lot import Lot
from procurement.tendering.models.tender import Tender


class Criterion(models.Model):
    """A node of the tree of one lot. ``weight`` is the percentage of its parent; siblings total exactly 100 before publication.

    ``tender`` is its lot's, kept beside it: keys are unique in the tender, so that one bid answers for several lots, and whoever
    asks for all questions of a tender joins nothing. Only ``procurement.tendering.services.criterion`` writes either.
    """

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="criteria")
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=12, choices=CriterionKind.choices)
    form = models.CharField(max_length=10, choices=Form.choices, blank=True)
    # The id in the evaluation record: q1, price
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    weight = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    minimum = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    formula = models.CharField(max_length=20, choices=PriceFormula.choices, blank=True)
    ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    floor = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["lot__number", "order", "id"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["tender", "key"], name="criterion_key_once_a_tender"),
            models.CheckConstraint(
                condition=Q(kind="social_value", form__in=["specified", "open"]) | (~Q(kind="social_value") & Q(form="")),
                name="criterion_form_for_social_value_only",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def proxy_marking(self):
        """How its question is marked by pinned proxy values; None where people judge the answer."""
        return getattr(getattr(self, "question", None), "proxy_marking", None)
