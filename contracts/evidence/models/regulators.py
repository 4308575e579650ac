"""What a regulator holds already (measuring principle 6): nothing is asked again but where it stands."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.evidence.enums import Regulator
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class HeldElsewhere(Versioned):
    """The council agrees that a regulator holds what this KPI asks for. ``what``: which of its records says it."""

    kpi = models.OneToOneField("contracts.Kpi", on_delete=models.CASCADE, related_name="held_elsewhere")
    regulator = models.CharField(max_length=6, choices=Regulator.choices)
    name = models.CharField(max_length=100, blank=True, help_text="Of another regulator.")
    what = models.CharField(max_length=200)
    set_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(regulator="other") | ~Q(name=""), name="other_regulator_has_a_name"),
        ]

    def __str__(self):
        return self.called

    @property
    def called(self) -> str:
        return self.name if self.regulator == Regulator.OTHER else self.get_regulator_display()


class RegulatorReference(Versioned):
    """Where a regulator's record of one period stands. Once the council accepts it, the period is not owed any more."""

    due = models.OneToOneField("contracts.DueReturn", on_delete=models.CASCADE, related_name="regulator_reference")
    called = models.CharField(max_length=100)
    reference = models.CharField(max_length=100)
    dated = models.DateField()
    link = models.URLField(max_length=300, blank=True)
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    accepted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("given_by")), name="reference_accepted_by_somebody_else"
            ),
        ]

    def __str__(self):
        return f"{self.called}: {self.reference}"
