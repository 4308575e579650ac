"""What the supplier says where an obligation is not what it offered, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.obligations.enums import ObjectionOutcome
from contracts.obligations.querysets import ObjectionQuerySet
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class Objection(models.Model):
    """One side's “that is not what we offered”, about the words it read. While it is open the council does not agree."""

    obligation = models.ForeignKey("contracts.Obligation", on_delete=models.PROTECT, related_name="objections")
    # The words that were objected to; they may be other ones by now
    wording = models.TextField()
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=7, choices=ObjectionOutcome.choices, default=ObjectionOutcome.OPEN)
    # Of an answer: what the council said
    answer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["obligation"], condition=Q(outcome="open"), name="one_open_objection_an_obligation"),
            models.CheckConstraint(
                condition=Q(outcome="open", closed_at=None) | ~Q(outcome="open") & Q(closed_at__isnull=False),
                name="objection_closed_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(outcome="kept") | ~Q(answer=""), name="objection_answered_in_words"),
        ]

    def __str__(self):
        return f"Objection to {self.obligation.code}"

    @property
    def is_open(self) -> bool:
        """The council has not answered, and nothing else settled it."""
        return self.outcome == ObjectionOutcome.OPEN
