"""How much a request may bring, asked before anything of it is read.

A body is refused by the length it says of itself, so a refused one is never parsed and nothing of it is kept. It is read away
unseen, within reason, since a browser shows no answer before it has sent everything. A body that says no length is refused
too: browsers always say it, and one that never ends could not be counted before it had come.
"""

import contextlib
import time

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.defaults import bad_request as plainly_bad

from socialvalue.documents.services import infected, receiving
from socialvalue.sessions.services.keeping import was_here

TOO_LARGE, NO_LENGTH = 413, 411
# Above these the line is cut instead, and the browser says so in its own words
MOST_READ_AWAY, MOST_READ_AWAY_OF_STRANGERS = 100 * 1024 * 1024, 2 * 1024 * 1024
STEP, SECONDS = 64 * 1024, 60


def limited_bodies(get_response):
    """Middleware, after the one that knows who is signed in: 413 above the route's limit, 411 without a length.

    What the scanner refused in a request is written down after it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "CONTENT_LENGTH" not in request.META and request.META.get("HTTP_TRANSFER_ENCODING"):
            return render(request, "413.html", {"length": False}, status=NO_LENGTH)
        length = _length(request)
        if length > settings.BODY_MAX_BYTES_ANONYMOUS and length > (limit := _limit(request)):
            if length <= (MOST_READ_AWAY_OF_STRANGERS if limit == settings.BODY_MAX_BYTES_ANONYMOUS else MOST_READ_AWAY):
                _read_away(request)
            return _too_large(request, limit)
        with infected.written_afterwards():
            return get_response(request)

    return middleware


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What could not be understood; what turned out larger than it may be while it was read is told as such."""
    if isinstance(exception, RequestDataTooBig):
        return _too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return plainly_bad(request, exception)


def _read_away(request: HttpRequest) -> None:
    """Piece by piece, each forgotten at once; a line that is too slow is given up."""
    until = time.monotonic() + SECONDS
    with contextlib.suppress(UnreadablePostError):
        while request.read(STEP) and time.monotonic() < until:
            pass


def _length(request: HttpRequest) -> int:
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isdecimal() else 0


def _limit(request: HttpRequest) -> int:
    """Bytes. Whoever was signed in on this browser today is no stranger: what they typed is kept for them (sessions)."""
    if not request.user.is_authenticated and not was_here(request):
        return settings.BODY_MAX_BYTES_ANONYMOUS
    try:
        takes_files = getattr(resolve(request.path_info).func, "takes_files", False)
    except Resolver404:
        return settings.BODY_MAX_BYTES_ANONYMOUS
    return receiving.most_bytes() if takes_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _too_large(request: HttpRequest, limit: int) -> HttpResponse:
    files = limit == receiving.most_bytes()
    shown = settings.UPLOAD_MAX_BYTES if files else limit
    return render(request, "413.html", {"length": True, "limit": shown, "files": files}, status=TOO_LARGE)
