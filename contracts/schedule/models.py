"""The due rows created up front: what is owed, when, with which target."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.schedule.querysets import DueReturnQuerySet


class DueReturn(models.Model):
    """A return that is owed: made when the schedule is made, never recomputed from today."""

    kpi = models.ForeignKey("contracts.Kpi", on_delete=models.PROTECT, related_name="due_returns")
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    # Pinned when the row was made, so that a re-baselined target never rewrites the past
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    minimum = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    # Of a composite: the sub-scores of this period, pinned likewise; None of any other kind
    sub_scores = models.JSONField(null=True, blank=True)
    # Not owed any more, by whose word and why
    waived_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    waived_reason = models.TextField(blank=True)
    # How many of the reminders (performance.lateness) are behind it, sent or not called for; see ``services/reminding.py``
    reminded = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = DueReturnQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "kpi_id"]
        indexes = [
            models.Index(fields=["due_on"]),
            models.Index(fields=["ends_on"]),
            # What a run of the reminders looks at, however many rows there are
            models.Index(fields=["reminded", "due_on"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "starts_on"], name="due_return_once_a_period"),
            models.CheckConstraint(condition=Q(waived_at=None) | ~Q(waived_reason=""), name="waived_return_says_why"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(due_on__gte=F("ends_on")), name="due_return_dates_in_order"
            ),
        ]

    def is_asked_of(self, kpi) -> bool:
        """Whether ``kpi`` (its own, loaded) asks for this period: both sides agreed it, from that day on, and nobody gave it up.

        What the contract's dates add is in the queryset's ``owed``.
        """
        begun = kpi.reported_from is None or self.starts_on >= kpi.reported_from
        return self.waived_at is None and kpi.agreed_at is not None and begun

    def __str__(self):
        return f"{self.kpi} {self.starts_on} to {self.ends_on}"
