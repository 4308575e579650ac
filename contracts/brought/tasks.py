"""Files of running contracts that a worker reads and imports."""

from contracts.brought.services import files
from socialvalue.jobs.models import Job

KIND_READ, KIND_BRING = files.READ, files.BRING


def read_file(job: Job, report) -> str:
    return files.read(job, report)


def bring_file(job: Job, report) -> str:
    return files.bring(job, report)
