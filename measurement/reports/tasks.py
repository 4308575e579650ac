from celery import shared_task

from measurement.reports import jobs, services  # noqa: F401 - the jobs register themselves
from socialvalue.common import clock


@shared_task(name="measurement.reports.make_due_reports")
def make_due_reports() -> int:
    with clock.fixed():
        return services.make_due_reports(clock.now())
