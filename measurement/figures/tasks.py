"""The job that counts days somebody chose. Killed, it goes on where it was."""

from collections.abc import Callable

from contracts.kept import services as kept
from contracts.kept.models import AskedPeriod
from socialvalue.common.errors import Refused
from socialvalue.jobs.models import Job


def count_days(job: Job, progress: Callable[[int, str], None]) -> str:
    """The address of oversight of these days."""

    def report(done: int, of: int) -> None:
        progress(100 * done // max(of, 1), f"{done:,} of {of:,} contracts are counted")

    try:
        kept.count(job.arguments["period"], report)
    except AskedPeriod.DoesNotExist:
        raise Refused("What was counted is gone since midnight. Choose the days again.") from None
    return job.arguments["url"]
