"""Small pieces around every request: one clock, nothing private kept by a cache, and domain errors as pages."""

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.shortcuts import render

from socialvalue.common import arrival, once, reading
from socialvalue.common.errors import Conflict, DomainError, NotAllowed, WrongState

# Fields that nobody types
UNTYPED = {"csrfmiddlewaretoken", reading.FIELD, once.FIELD}

METHODS = ("GET", "HEAD", "POST")


def one_clock(get_response):
    """The whole request sees one instant: the moment it arrived."""

    def middleware(request):
        with arrival.noted(request.META.get(arrival.KEY)):
            return get_response(request)

    return middleware


def known_methods(get_response):
    """Pages are read and forms are sent; nothing here answers TRACE, PUT or any other method."""

    def middleware(request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return middleware


def permissions_policy(get_response):
    """No page may ask for the camera, the place and the like, whatever script got onto it."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return middleware


def private_pages(get_response):
    """No browser or proxy keeps what it got for a session: the next person at the machine must not go back to it.

    Asks the cookie and not the user, so that it costs no query. A view that said something of its own is left alone. Where a
    session ends the browser is told to forget what it kept before; other cookies and what was typed stay.
    """

    def middleware(request):
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        ended = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if ended is not None and not ended.value:
            response["Clear-Site-Data"] = '"cache"'
        return response

    return middleware


class domain_errors:
    """What a view did not turn into a form message becomes a page that says why, never a trace."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 409 if isinstance(exception, Conflict) else 422
        context = {
            "error": exception,
            "status": status,
            "too_late": isinstance(exception, WrongState),
            "typed": _typed_text(request) if status == 409 else [],
        }
        return render(request, "refused.html", context, status=status)


def _typed_text(request) -> list[str]:
    """The sentences somebody typed into a form that a Conflict refused without drawing it again."""
    from_fields = (value for name, values in request.POST.lists() if name not in UNTYPED for value in values)
    return [value for value in from_fields if " " in value.strip()]


def what_was_read(get_response):
    """While a form is answered, services may ask what its page had shown (``reading``). After the middleware for CSRF."""

    def middleware(request):
        if request.method != "POST":
            return get_response(request)
        with reading.as_shown(lambda: request.POST.getlist(reading.FIELD)):
            return get_response(request)

    return middleware
