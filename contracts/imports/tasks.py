"""Registers that a worker reads and brings in."""

from contracts.imports.services import large
from socialvalue.jobs.models import Job

KIND_READ, KIND_BRING = large.READ, large.BRING


def read_register(job: Job, report) -> str:
    return large.read(job, report)


def bring_register(job: Job, report) -> str:
    return large.bring(job, report)
