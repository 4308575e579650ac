"""What is to be followed up about the quality of what was reported, and the rules between measures that a council enters."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.follow_up.enums import Compares, Question
from contracts.follow_up.querysets import FollowUpQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class MeasureRule(Versioned):
    """What ``parts`` make together in a period of a contract is at most, or exactly, what ``whole`` is."""

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.CASCADE, related_name="+")
    compares = models.CharField(max_length=7, choices=Compares.choices)
    parts = models.ManyToManyField("socialvalue.Measure", related_name="+")
    whole = models.ForeignKey("socialvalue.Measure", on_delete=models.PROTECT, related_name="+")
    because = models.TextField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["council", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="measure_rule_ended_by_somebody",
            )
        ]

    def __str__(self):
        return self.sentence

    @property
    def sentence(self) -> str:
        """“Apprentices: together at most “Workforce””."""
        joined = " + ".join(measure.name for measure in self.parts.all())
        return f"{joined}: {self.get_compares_display().lower()} “{self.whole.name}”"


class FollowUp(Versioned):
    """One thing to follow up about one return. It is kept when it no longer stands, and comes back where it stands again.

    ``fact`` is what it rests on, so that what somebody is done with stays done until something changes.
    """

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="follow_ups")
    due = models.ForeignKey("contracts.DueReturn", on_delete=models.CASCADE, related_name="follow_ups")
    question = models.CharField(max_length=10, choices=Question.choices)
    rule = models.CharField(max_length=40)
    fact = models.CharField(max_length=300)
    sentence = models.CharField(max_length=500)
    found_on = models.DateField()
    # How often it came back
    returned = models.PositiveSmallIntegerField(default=0)
    gone_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    done_words = models.TextField(blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["found_on", "id"]
        indexes = [
            models.Index(
                fields=["council", "question", "found_on", "id"], condition=Q(gone_at=None, done_at=None), name="follow_up_open"
            ),
            models.Index(fields=["assigned_to", "id"], condition=Q(gone_at=None, done_at=None), name="follow_up_of_somebody"),
            models.Index(fields=["contract", "gone_at", "done_at"]),
            models.Index(fields=["council", "found_on", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["due", "question", "rule"], name="follow_up_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, done_words="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(done_words=""),
                name="follow_up_done_with_a_word",
            ),
        ]

    def __str__(self):
        return self.sentence

    @property
    def is_open(self) -> bool:
        return self.gone_at is None and self.done_at is None
