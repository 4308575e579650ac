from celery import shared_task

from socialvalue.common import clock
from socialvalue.exports import services


@shared_task(name="socialvalue.exports.sweep")
def sweep() -> int:
    with clock.fixed():
        return services.sweep()
