"""What whoever verifies says of the evidence of one line of a scorecard."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.evidence.querysets import OfReturnQuerySet

USER = settings.AUTH_USER_MODEL


class LineAnswer(models.Model):
    """The evidence named for one line shows its top level, or does not, and why.

    One look at a return answers all its lines at one moment: that of its verification, or that at which it was sent back. What
    was said when it was sent back stays after the return is sent again.
    """

    kpi_return = models.ForeignKey("contracts.Return", on_delete=models.CASCADE, related_name="line_answers")
    # The key of the sub-score
    sub = models.CharField(max_length=8)
    shows = models.BooleanField()
    why = models.TextField(blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = OfReturnQuerySet.as_manager()

    class Meta:
        ordering = ["kpi_return", "said_at", "sub"]
        constraints = [
            models.UniqueConstraint(fields=["kpi_return", "said_at", "sub"], name="line_answered_once_a_look"),
            models.CheckConstraint(condition=Q(shows=True) | ~Q(why=""), name="line_not_shown_says_why"),
        ]

    def __str__(self):
        return f"{self.sub}: {'shown' if self.shows else 'not shown'}"
