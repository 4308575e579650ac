"""Ask for a job, run it, find the ones whose worker died.

A handler is ``handler(job, report) -> str`` (the address of the result). It must be idempotent: after a killed
worker it runs again from the start, in a transaction of its own. ``report(percent, step)`` also shows it is alive.
Its room may say what happens when the job fails for good: ``failed(job)``, in the transaction that says so.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.utils import timezone

from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import DomainError
from socialvalue.jobs.models import Job
from socialvalue.jobs.workflow import JOB, JobStatus

STALE_AFTER = timedelta(minutes=3)
MOST_ATTEMPTS = 5
_handlers: dict[str, Callable] = {}
_failed: dict[str, Callable[[Job], None]] = {}
_titles: dict[str, str] = {}
log = logging.getLogger(__name__)


def handler(kind: str, title: str = "", failed: Callable[[Job], None] | None = None):
    """Register the decorated function as the handler of jobs of ``kind``; ``title`` is what people call such a job.

    ``failed`` is called with each job of the kind that has failed, once a failure; ``job.error`` says why and
    ``job.finished_at`` when. It writes for its room, for instance whom to tell.
    """

    def register(function):
        _handlers[kind] = function
        if failed is not None:
            _failed[kind] = failed
        _titles[kind] = title or kind.replace("_", " ").replace(".", ": ").capitalize()
        return function

    return register


def title(kind: str) -> str:
    """“Quarterly report” for "quarterly_report"; the kind itself when its handler is gone."""
    return _titles.get(kind, kind)


@transaction.atomic
def ask_for(kind: str, key: str, *, by, arguments: dict | None = None) -> Job:
    """Queue a job once per ``key``; asking again returns the existing one, and re-queues it when it had failed."""
    job, created = Job.objects.get_or_create(key=key, defaults={"kind": kind, "arguments": arguments or {}, "requested_by": by})
    if created:
        _send(job)
    elif job.status == JobStatus.FAILED:
        _again(job)
    return job


@transaction.atomic
def try_again(job: Job, *, by) -> Job:
    """Queue a failed job again. Whoever finds ``job`` through ``visible_to`` may ask; WrongState unless it failed."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    _again(job)
    record("queued a job again", f"queued “{title(job.kind)}” again", by=by, about=job, council=by.council)
    return job


def _again(job: Job) -> None:
    job.status = JOB.target("requeue", job.status)
    job.attempts, job.progress, job.step, job.error, job.finished_at = 0, 0, "", "", None
    job.save(update_fields=["status", "attempts", "progress", "step", "error", "finished_at"])
    _send(job)


def _send(job: Job) -> None:
    # By its name: the task's module imports this one
    transaction.on_commit(lambda: current_app.send_task("socialvalue.jobs.run", args=[job.pk]))


def run_job(job_id: int) -> None:
    """Run one queued job. A second message for the same job finds it taken and does nothing.

    A worker that was given up for dead and comes back finds that the job is another attempt's: its result is dropped.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, status=JobStatus.QUEUED).first()
        if job is None:
            return
        job.status = JOB.target("start", job.status)
        job.attempts += 1
        job.heartbeat_at = timezone.now()
        job.save(update_fields=["status", "attempts", "heartbeat_at"])
    attempt = job.attempts

    def report(percent: int, step: str) -> None:
        # The heartbeat tells real time, not the job's one clock
        Job.objects.filter(pk=job_id, status=JobStatus.RUNNING, attempts=attempt).update(
            progress=percent, step=step[:200], heartbeat_at=timezone.now()
        )

    try:
        with clock.fixed():
            result_url = _handlers[job.kind](job, report)
    except DomainError as problem:
        _end(job_id, attempt, "fail", error=problem.message)
    except Exception:
        _end(job_id, attempt, "fail", error="An unexpected fault. It was logged for the administrators.")
        raise
    else:
        _end(job_id, attempt, "finish", progress=100, step="", result_url=result_url or "")


@transaction.atomic
def _end(job_id: int, attempt: int, verb: str, **facts) -> None:
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.status != JobStatus.RUNNING or job.attempts != attempt:
        return
    facts |= {"status": JOB.target(verb, job.status), "finished_at": clock.now()}
    for name, value in facts.items():
        setattr(job, name, value)
    job.save(update_fields=list(facts))
    if verb == "fail":
        _say_failed(job)


def _say_failed(job: Job) -> None:
    """Let the job's room know. A fault in that must not leave the job running: it is logged, and the failure stands."""
    if job.kind not in _failed:
        return
    try:
        with transaction.atomic():
            _failed[job.kind](job)
    except Exception:
        log.exception("nobody was told that job %s failed", job.pk)


def requeue_stale() -> int:
    """Queue again what a dead worker left: running without a heartbeat, or queued and never picked up."""
    limit = timezone.now() - STALE_AFTER
    sent = []
    with transaction.atomic():
        # Read first: what is queued again below is sent there, and once
        waiting = list(Job.objects.select_for_update().filter(status=JobStatus.QUEUED, requested_at__lt=limit))
        running = Job.objects.select_for_update().filter(status=JobStatus.RUNNING, heartbeat_at__lt=limit)
        for job in running:
            verb = "requeue" if job.attempts < MOST_ATTEMPTS else "fail"
            job.status = JOB.target(verb, job.status)
            if verb == "fail":
                job.error, job.finished_at = "It was started several times and never finished.", clock.now()
            job.save(update_fields=["status", "error", "finished_at"])
            if verb == "fail":
                _say_failed(job)
            else:
                _send(job)
                sent.append(job.pk)
        for job in waiting:
            _send(job)
            sent.append(job.pk)
    return len(sent)
