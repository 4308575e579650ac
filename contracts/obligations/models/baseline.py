"""Where things stood before the contract."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.obligations.enums import BaselineBasis
from socialvalue.common import clock
from socialvalue.common.saving import Versioned


class Baseline(Versioned):
    """Of one KPI, in its unit and for one reporting period; None where nobody measured it, which is no nought.

    ``starts_on`` and ``ends_on``: the time it speaks of. ``source``: who says it and where it stands; where nobody measured it,
    how that is known.
    """

    kpi = models.OneToOneField("contracts.Kpi", on_delete=models.CASCADE, related_name="baseline")
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=10, choices=BaselineBasis.choices)
    source = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="unmeasured", value=None, starts_on=None, ends_on=None)
                | ~Q(basis="unmeasured") & Q(value__isnull=False, starts_on__isnull=False, ends_on__isnull=False),
                name="baseline_is_measured_or_not",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="baseline_time_in_order"),
            models.CheckConstraint(condition=~Q(source=""), name="baseline_says_who"),
        ]

    def __str__(self):
        return f"Before: {self.value if self.value is not None else 'not measured'}"

    @property
    def is_known(self) -> bool:
        return self.value is not None
