"""Long work as rows: a job survives the worker that was doing it, and is done once."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Membership
from socialvalue.common import clock
from socialvalue.jobs.workflow import JobStatus


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """A job is seen by the person who asked for it, and by the administrators of that person's council.

        Jobs nobody asked for (the scheduler's) are seen by every administrator: somebody must start them again.
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(requested_by=user)
        councils = user.organisations_where(Permission.ADMINISTER)
        if councils:
            theirs = Membership.objects.filter(organisation__in=councils).values("user")
            own |= Q(requested_by=None) | Q(requested_by__in=theirs)
        return self.filter(own)


class Job(models.Model):
    kind = models.CharField(max_length=60)
    # The same key is never queued twice: asking again returns the job that exists
    key = models.CharField(max_length=200, unique=True)
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=20, choices=JobStatus.choices, default=JobStatus.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0, help_text="0 to 100")
    step = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="jobs")
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["status", "heartbeat_at"]), models.Index(fields=["requested_by", "-requested_at"])]

    def __str__(self):
        return f"{self.kind} {self.key}"

    @property
    def is_queued(self) -> bool:
        return self.status == JobStatus.QUEUED

    @property
    def is_running(self) -> bool:
        return self.status == JobStatus.RUNNING

    @property
    def is_done(self) -> bool:
        return self.status == JobStatus.DONE

    @property
    def is_failed(self) -> bool:
        return self.status == JobStatus.FAILED

    @property
    def ended(self) -> bool:
        return self.status in (JobStatus.DONE, JobStatus.FAILED)


class Turn(models.Model):
    """Who is at some work that only one may do at a time, and until when: see ``services/turns.py``. Times are the machine's."""

    name = models.CharField(max_length=60, unique=True)
    holder = models.UUIDField()
    until = models.DateTimeField()

    def __str__(self):
        return f"{self.name}, until {self.until}"
