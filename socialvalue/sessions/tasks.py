"""Sessions that are over go, and with them what was kept of signed-out people."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from socialvalue.sessions.services import throttle


@shared_task(name="socialvalue.sessions.clear")
def clear() -> None:
    """Delete every session past its end, and counts that nobody waits for. Twice does nothing."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    throttle.clear()
