"""One clock. A request or a job reads the time once and everything inside it sees the same instant.

``clock.at(...)`` sets the time for tests and for the demonstration, which is made through the real services
at past dates. Nothing else in the project asks the operating system for the time.

``source`` is where the time comes from when nobody has set it. Only the browser tests replace it, to let a running
server's time pass: ``clock.at`` cannot reach the threads in which the server answers.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("clock", default=None)
LONDON = ZoneInfo("Europe/London")
source: Callable[[], datetime] = timezone.now


def now() -> datetime:
    """The instant of this request or job, aware, in UTC."""
    return _fixed.get() or source()


def today() -> date:
    """The calendar day in England at ``now()``; deadlines and periods are England's days."""
    return now().astimezone(LONDON).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at ``moment`` (aware; a naive one is read as London time)."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


@contextmanager
def fixed(moment: datetime | None = None) -> Iterator[None]:
    """Read the clock once and hold it, or hold it at ``moment``; not where it is held already."""
    if _fixed.get() is not None:
        yield
        return
    with at(moment or source()):
        yield
