from celery import shared_task

from measurement.opendata.services import make_register
from socialvalue.common import clock


@shared_task(name="measurement.opendata.make_register")
def make_todays_register() -> int:
    """Asked for several times an hour, so that a missed run catches up; done once a day."""
    with clock.fixed():
        return make_register(clock.today())
