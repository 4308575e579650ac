"""Workshops, visits and meetings, and how many came."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from procurement.engagement.enums import EventKind, Group
from procurement.engagement.querysets import EventQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.common.templatetags.formats import plain_day, plain_time

USER = settings.AUTH_USER_MODEL


class Event(Versioned):
    commission = models.ForeignKey("procurement.Commission", on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=EventKind.choices)
    title = models.CharField(max_length=200)
    description = models.TextField(help_text="What it is about, in plain English.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300)
    public_transport = models.TextField(blank=True)
    easy_read_agenda = models.BooleanField(default=False)
    extra_time = models.BooleanField(default=False, help_text="More time for each item than usual.")
    other_arrangements = models.TextField(blank=True)
    how_to_join = models.TextField(blank=True)
    advertised_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True)
    notes = models.TextField(blank=True, help_text="What happened.")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["advertised_at", "starts_at"])]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_it_starts")]

    def __str__(self):
        return self.title

    @property
    def when(self) -> str:
        """“4 June 2026, 10am to 1pm”; both days when it goes over midnight."""
        starts, ends = (f"{plain_day(moment)}, {plain_time(moment)}" for moment in (self.starts_at, self.ends_at))
        if plain_day(self.starts_at) == plain_day(self.ends_at):
            ends = plain_time(self.ends_at)
        return f"{starts} to {ends}"


class Attendance(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    group = models.CharField(max_length=16, choices=Group.choices)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["group"]
        constraints = [models.UniqueConstraint(fields=["event", "group"], name="attendance_once_a_group")]

    def __str__(self):
        return f"{self.get_group_display()}: {self.number}"
