from celery import shared_task

from measurement.reports import services
from socialvalue.common import clock


@shared_task(name="measurement.reports.make_due_reports")
def make_due_reports() -> int:
    with clock.fixed():
        return services.make_due_reports(clock.now())
