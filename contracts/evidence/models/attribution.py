"""How much of a return's figure the provider knows to be its own work, in per cent, beside its answers in words."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.evidence.calculations.attribution import PARTS, Shares
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


def _share() -> models.DecimalField:
    return models.DecimalField(max_digits=5, decimal_places=2, null=True)


class Attribution(Versioned):
    """Of one version of a return. It never changes the figure: what is left is shown beside it, as working."""

    kpi_return = models.OneToOneField("contracts.Return", on_delete=models.CASCADE, related_name="attribution")
    anyway = _share()
    others = _share()
    displaced = _share()
    anyway_source = models.CharField(max_length=200, blank=True)
    others_source = models.CharField(max_length=200, blank=True)
    displaced_source = models.CharField(max_length=200, blank=True)
    set_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True})
                | Q(**{f"{name}__gte": 0, f"{name}__lte": 100}) & ~Q(**{f"{name}_source": ""}),
                name=f"attribution_{name}_is_a_share_with_its_source",
            )
            for name in PARTS
        ]

    def __str__(self):
        return f"Attribution of {self.kpi_return}"

    @property
    def shares(self) -> Shares:
        return Shares(**{name: getattr(self, name) for name in (*PARTS, *(f"{part}_source" for part in PARTS))})
