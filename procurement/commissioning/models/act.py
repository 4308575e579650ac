"""What was considered under the Public Services (Social Value) Act 2012, and by whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.commissioning.enums import ActPoint
from procurement.commissioning.models.commission import Commission
from procurement.commissioning.querysets import OfCommissionQuerySet
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class ActConsideration(models.Model):
    """One consideration under section 1 of the 2012 Act: what was considered, on which day, by which officer."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="act_considerations")
    point = models.CharField(max_length=6, choices=ActPoint.choices)
    text = models.TextField()
    considered_on = models.DateField()
    officer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    # Of urgency alone: the second person, who published a tender on the strength of it
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["point", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("officer")), name="urgency_confirmed_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="urgency_confirmed_on_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.get_point_display()}, {self.considered_on}"
