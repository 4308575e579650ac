"""The job of this room. Killed and run again, it writes the file from its beginning, and tells once."""

from collections.abc import Callable

from django.urls import reverse

from socialvalue.exports import services
from socialvalue.jobs.models import Job


def make_export(job: Job, progress: Callable[[int, str], None]) -> str:
    services.make(job.arguments["export"], progress)
    return reverse("exports")
