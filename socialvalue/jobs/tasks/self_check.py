"""A harmless job with which an administrator sees that scheduler, broker and worker work together."""

import time

from django.db import transaction
from django.urls import reverse

from socialvalue.audit.models import AuditEvent
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.jobs import services
from socialvalue.jobs.models import Job

KIND = "self_check"
VERB = "the worker answered"
STEPS = 4


def ask(*, by, seconds: float = 2) -> Job:
    """Queue a check that takes about ``seconds``."""
    key = f"{KIND}:{by.pk}:{clock.now().isoformat()}"
    return services.ask_for(KIND, key, by=by, arguments={"seconds": seconds})


def run(job: Job, report) -> str:
    for step in range(STEPS):
        report(100 * step // STEPS, f"Step {step + 1} of {STEPS}")
        time.sleep(float(job.arguments["seconds"]) / STEPS)
    with transaction.atomic():
        # Lock before looking: an attempt given up for dead may come back at the same moment
        job = Job.objects.select_for_update().get(pk=job.pk)
        done = AuditEvent.objects.filter(verb=VERB, subjects__object_type=job._meta.label_lower, subjects__object_id=str(job.pk))
        if not done.exists():
            by = job.requested_by
            record(VERB, "answered a check", by=None, about=job, council=by.council if by else None)
    return reverse("administration-jobs")
