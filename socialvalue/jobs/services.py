"""Ask for a job, run it, find the ones whose worker died.

A handler is ``handler(job, report) -> str`` (the address of the result). It must be idempotent: after a killed
worker it runs again from the start, in a transaction of its own. ``report(percent, step)`` also shows it is alive.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from socialvalue.common import clock
from socialvalue.common.errors import DomainError
from socialvalue.jobs.models import Job
from socialvalue.jobs.workflow import JOB, JobStatus

STALE_AFTER = timedelta(minutes=3)
MOST_ATTEMPTS = 5
_handlers: dict[str, Callable] = {}


def handler(kind: str):
    """Register the decorated function as the handler of jobs of ``kind``."""

    def register(function):
        _handlers[kind] = function
        return function

    return register


@transaction.atomic
def ask_for(kind: str, key: str, *, by, arguments: dict | None = None) -> Job:
    """Queue a job once per ``key``; asking again returns the existing one, and re-queues it when it had failed."""
    job, created = Job.objects.get_or_create(key=key, defaults={"kind": kind, "arguments": arguments or {}, "requested_by": by})
    if not created and job.status == JobStatus.FAILED:
        job.status = JOB.target("requeue", job.status)
        job.attempts = 0
        job.error = ""
        job.save(update_fields=["status", "attempts", "error"])
        created = True
    if created:
        _send(job)
    return job


def _send(job: Job) -> None:
    from socialvalue.jobs.tasks import run  # the task imports this module

    transaction.on_commit(lambda: run.delay(job.pk))


def run_job(job_id: int) -> None:
    """Run one queued job. A second message for the same job finds it taken and does nothing."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.status != JobStatus.QUEUED:
            return
        job.status = JOB.target("start", job.status)
        job.attempts += 1
        job.heartbeat_at = clock.now()
        job.save(update_fields=["status", "attempts", "heartbeat_at"])

    def report(percent: int, step: str) -> None:
        from django.utils import timezone

        # The heartbeat tells real time, not the job's one clock
        Job.objects.filter(pk=job_id).update(progress=percent, step=step, heartbeat_at=timezone.now())

    try:
        with clock.fixed():
            result_url = _handlers[job.kind](job, report)
    except Exception as problem:
        with transaction.atomic():
            job = Job.objects.select_for_update().get(pk=job_id)
            job.status = JOB.target("fail", job.status)
            job.error = problem.message if isinstance(problem, DomainError) else "An unexpected fault. It was logged for the administrators."
            job.finished_at = clock.now()
            job.save(update_fields=["status", "error", "finished_at"])
        if not isinstance(problem, DomainError):
            raise
        return
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        job.status = JOB.target("finish", job.status)
        job.progress, job.step, job.result_url, job.finished_at = 100, "", result_url or "", clock.now()
        job.save(update_fields=["status", "progress", "step", "result_url", "finished_at"])


def requeue_stale() -> int:
    """Queue again what a dead worker left: running without a heartbeat, or queued and never picked up."""
    limit = clock.now() - STALE_AFTER
    count = 0
    with transaction.atomic():
        running = Job.objects.select_for_update().filter(status=JobStatus.RUNNING, heartbeat_at__lt=limit)
        for job in running:
            verb = "requeue" if job.attempts < MOST_ATTEMPTS else "fail"
            job.status = JOB.target(verb, job.status)
            job.error = "" if verb == "requeue" else "It was started several times and never finished."
            job.save(update_fields=["status", "error"])
            if verb == "requeue":
                _send(job)
                count += 1
        waiting = Job.objects.select_for_update().filter(status=JobStatus.QUEUED, requested_at__lt=limit)
        for job in waiting:
            _send(job)
            count += 1
    return count
