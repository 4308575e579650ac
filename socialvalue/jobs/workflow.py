from django.db import models

from socialvalue.common.workflow import Transition, Workflow


class JobStatus(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


S = JobStatus
JOB = Workflow(
    "job",
    JobStatus,
    S.QUEUED,
    [
        Transition("start", (S.QUEUED,), S.RUNNING, "worker"),
        Transition("finish", (S.RUNNING,), S.DONE, "worker"),
        Transition("fail", (S.RUNNING,), S.FAILED, "worker"),
        Transition("requeue", (S.RUNNING, S.FAILED), S.QUEUED, "scheduler or requester"),
    ],
)
