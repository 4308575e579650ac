"""Marking by proxy values, with the values pinned on the tender."""

from django.db import models
from django.db.models import Q

from procurement.tendering.models.question import Question


class ProxyMarking(models.Model):
    """An open question whose mark is worked out from pinned proxy values: only where the council's written decision allows it.

    The decision is copied, so that a published tender says what it rests on whatever the council decides later.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="proxy_marking")
    # Pounds at which the mark reaches the top of the scale; missing while the tender is a draft
    full_marks_at = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    policy = models.ForeignKey("socialvalue.ProxyPolicy", on_delete=models.PROTECT, related_name="+")
    justification = models.TextField()
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(full_marks_at=None) | Q(full_marks_at__gt=0), name="proxy_marking_full_marks_above_zero"
            )
        ]

    def __str__(self):
        return f"{self.question.criterion}: marked by proxy values"


class PinnedProxy(models.Model):
    """What one unit of a measure is worth in this tender, copied from the framework with where it comes from."""

    marking = models.ForeignKey(ProxyMarking, on_delete=models.CASCADE, related_name="proxies")
    measure = models.ForeignKey("socialvalue.Measure", on_delete=models.PROTECT, related_name="+")
    wording = models.CharField(max_length=300)
    unit = models.CharField(max_length=60, help_text="What bidders count.")
    value = models.DecimalField(max_digits=14, decimal_places=2, help_text="Pounds for one.")
    value_unit = models.CharField(max_length=60, help_text="What the source calls one.")
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=120)
    price_year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=120, blank=True)
    # The framework's order, never the value's
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = "pinned proxies"
        constraints = [
            models.UniqueConstraint(fields=["marking", "measure"], name="pinned_proxy_once_a_measure"),
            models.CheckConstraint(condition=Q(value__gte=0), name="pinned_proxy_not_negative"),
        ]

    def __str__(self):
        return f"£{self.value} for one of {self.unit}"
