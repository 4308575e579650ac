from celery import shared_task

from measurement.clockwork import timed
from socialvalue.common import clock


@shared_task(name="measurement.timed_events")
def timed_events() -> dict[str, int]:
    with clock.fixed():
        return timed.poll(clock.now())
