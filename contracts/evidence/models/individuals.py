"""What each person of a KPI reached on a named scale, by a code that only the provider understands."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.evidence.calculations.codes import LONGEST
from contracts.evidence.querysets import IndividualQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Scale(Versioned):
    """A scale of whole numbers, on a council's list. Only what it is called stands here, none of its questions or words."""

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="scales")
    name = models.CharField(max_length=100)
    low = models.SmallIntegerField()
    high = models.SmallIntegerField()
    higher_is_better = models.BooleanField(default=True)
    licensed = models.BooleanField(default=False, help_text="Somebody else owns it: the provider holds the licence to use it.")
    ended_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="scale_once_a_council"),
            models.CheckConstraint(condition=Q(high__gt=F("low")), name="scale_goes_up"),
        ]

    def __str__(self):
        return f"{self.name}, {self.low} to {self.high}"

    def holds(self, value: int) -> bool:
        return self.low <= value <= self.high


class KpiScale(Versioned):
    """On which scale a KPI's people are measured."""

    kpi = models.OneToOneField("contracts.Kpi", on_delete=models.CASCADE, related_name="on_scale")
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="kpis")
    set_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    def __str__(self):
        return str(self.scale)


class Individual(Versioned):
    """One person in one period: where they began, and where they are now. Deleted after its time; the figures are kept."""

    due = models.ForeignKey("contracts.DueReturn", on_delete=models.CASCADE, related_name="individuals")
    code = models.CharField(max_length=LONGEST)
    baseline = models.SmallIntegerField()
    now = models.SmallIntegerField(null=True, help_text="Empty: not measured again yet.")
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    objects = IndividualQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["due", "code"], name="person_once_a_period")]

    def __str__(self):
        return self.code


class KeptChanges(models.Model):
    """The figures of a period whose people were deleted: their number alone, on the scale as it was called."""

    due = models.OneToOneField("contracts.DueReturn", on_delete=models.CASCADE, related_name="kept_changes")
    scale = models.CharField(max_length=130)
    people = models.PositiveIntegerField()
    improved = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    fell = models.PositiveIntegerField()
    # Twice the change in the middle, so that a half is a whole number; None where nobody was measured twice
    median_twice = models.IntegerField(null=True)
    not_yet = models.PositiveIntegerField()
    deleted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(people=F("improved") + F("same") + F("fell")), name="kept_changes_make_the_whole"),
        ]

    def __str__(self):
        return f"{self.improved} of {self.people} improved"
