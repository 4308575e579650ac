"""The scheduler sends the heartbeat through the broker: one fresh row proves scheduler, broker and worker."""

import logging

from celery import shared_task
from celery.signals import worker_ready

from socialvalue.common import clock

from .selectors import WORKER
from .selectors.roles import role_warning
from .services import record_heartbeat

log = logging.getLogger(__name__)


@shared_task(name="socialvalue.health.heartbeat", expires=60)
def heartbeat() -> None:
    """Say that a worker is taking jobs. Expires, so that a worker coming back is not met by a day's worth."""
    record_heartbeat(service=WORKER, at=clock.now())


@worker_ready.connect
def beat_once_at_start(**_kwargs) -> None:
    """Without this the service would call itself unready for the scheduler's first half minute."""
    heartbeat.delay()


@worker_ready.connect
def say_what_the_role_may(**_kwargs) -> None:
    """An operator reads it where the worker starts."""
    if warning := role_warning():
        log.warning(warning)
