"""Long work as rows: a job survives the worker that was doing it, and is done once."""

from django.conf import settings
from django.db import models

from socialvalue.common import clock
from socialvalue.jobs.workflow import JobStatus


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A job is seen by the person who asked for it."""
        return self.filter(requested_by=user)


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
