"""Sessions that are over go, and with them what was kept of signed-out people; so do the tokens of forms long sent."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from socialvalue.common import once
from socialvalue.sessions.services import throttle


@shared_task(name="socialvalue.sessions.clear")
def clear() -> None:
    """Delete every session past its end, counts that nobody waits for, and what was kept of forms sent over seven days ago.

    Twice does nothing.
    """
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    throttle.clear()
    once.clear()
