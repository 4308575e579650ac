"""When a request arrived: when our own front had read its headers to the end, or when a proxy of ours says that it had.

``stamped`` stands around the whole service, so that the moment is taken before a byte of the body is read. It reads the body of
a short form at once and notes when that was whole: whoever asks may refuse a form whose end came long after its beginning.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from ipaddress import ip_address
from typing import Any

from django.conf import settings

from socialvalue.common import clock

# Seconds since 1970, as in “t=1795788000.123”; only addresses of PROXY_ADDRESSES may say it
HEADER = "HTTP_X_REQUEST_START"
KEY = "socialvalue.arrival"
FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 64 * 1024
# What a proxy says is believed no further back: nothing waits longer for a process and is answered still
LONGEST_QUEUE = timedelta(seconds=60)


@dataclass(frozen=True)
class Arrival:
    """``at``: the headers were read to the end; ``whole``: the body was. Equal where the body is read later, or empty."""

    at: datetime
    whole: datetime

    @property
    def took(self) -> timedelta:
        return self.whole - self.at


_current: ContextVar[Arrival | None] = ContextVar("arrival", default=None)


def current() -> Arrival | None:
    """Of the request that is being answered; None in a job, a command and a test without a server."""
    return _current.get()


@contextmanager
def noted(arrival: Arrival | None) -> Iterator[None]:
    """Inside, the request arrived like this, and the clock stands at the moment of it unless it is held already."""
    token = _current.set(arrival)
    try:
        with clock.fixed(arrival.at if arrival else None):
            yield
    finally:
        _current.reset(token)


def stamped(application: Callable) -> Callable:
    """The WSGI application, each request stamped with its ``Arrival``."""

    def arrives(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        read = clock.source()
        # Taken away from everybody: whoever reads it behind here reads nothing
        said = environ.pop(HEADER, "")
        at = _from_proxy(said, read) if _is_ours(environ.get("REMOTE_ADDR", "")) else read
        whole = at
        if length := _short_form(environ):
            environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
            whole = clock.source()
        environ[KEY] = Arrival(at, whole)
        return application(environ, start_response)

    return arrives


def _short_form(environ: dict[str, Any]) -> int:
    """How many bytes the body of a form says it has; 0 where there is none, or it is read piece by piece by whoever takes it."""
    length = environ.get("CONTENT_LENGTH") or "0"
    form = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == FORM
    return int(length) if form and length.isdecimal() and int(length) <= MOST_BYTES else 0


def _is_ours(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in settings.PROXY_ADDRESSES)


def _from_proxy(said: str, read: datetime) -> datetime:
    """What the proxy says; when we read it ourselves, where it says nothing, something odd, later than now or long ago."""
    try:
        moment = datetime.fromtimestamp(float(said.removeprefix("t=")), UTC)
    except (ValueError, OverflowError, OSError):
        return read
    return moment if read - LONGEST_QUEUE <= moment <= read else read
