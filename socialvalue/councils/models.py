"""What a council has of its own beside its people: the days on which its offices are closed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class ClosedDays(models.Model):
    """Days in a row on which a council's offices are closed beside bank holidays, like those between Christmas and New Year.

    They warn whoever plans a deadline. The law's working days know nothing of them (section 123).
    """

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.CASCADE, related_name="closed_days")
    first = models.DateField()
    last = models.DateField()
    name = models.CharField(max_length=100)
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["first", "pk"]
        indexes = [models.Index(fields=["council", "last"])]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="closed_days_in_order"),
            models.CheckConstraint(condition=~Q(name=""), name="closed_days_with_a_name"),
        ]

    def __str__(self):
        return self.name
