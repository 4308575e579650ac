"""Around every request: a form that was sent after its session had ended is kept, and given back after signing in."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from socialvalue.common.typed import typed_before
from socialvalue.sessions.calculations.kept import Kept
from socialvalue.sessions.services import keeping

NOT_KEPT = (
    "You were signed out before this was saved, and it could not be kept. Your browser may still have it: go back one page, "
    "copy what you typed, and sign in again."
)


def keep_what_was_typed(get_response):
    """After the middleware for CSRF, which refuses what other sites send: only our own pages' forms are kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        kept = vars(request)["kept"] = keeping.found(request)
        here = kept is not None and request.method == "GET" and request.path == kept.page.partition("?")[0]
        with typed_before(keeping.as_data(kept) if kept and here else None):
            response = get_response(request)
        if request.method == "POST":
            response = _after_post(request, response, kept)
        keeping.remember_person(request, response)
        return response

    return middleware


def _after_post(request: HttpRequest, response: HttpResponse, kept: Kept | None) -> HttpResponse:
    if _was_signed_out(request, response):
        return _kept_or_told(request, response)
    if request.path == resolve_url("account_logout"):
        keeping.forget_person(response)
    elif kept and request.get_full_path() == kept.action and response.status_code < 400:
        keeping.drop(request)
    return response


def _was_signed_out(request: HttpRequest, response: HttpResponse) -> bool:
    """Sent by nobody who is signed in, to a page for people who are. What saves by itself says so on its own line."""
    to_sign_in = response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
    return (
        to_sign_in
        and not request.user.is_authenticated
        and "HX-Request" not in request.headers
        and not is_about_signing_in(request)
    )


def is_about_signing_in(request: HttpRequest) -> bool:
    """Pages of the library for signing in: nothing of them is ever kept."""
    match = request.resolver_match
    return match is None or match.func.__module__.startswith("allauth.")


def _kept_or_told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    kept = keeping.keep(request, response)
    if kept is None:
        if keeping.was_here(request):
            messages.warning(request, NOT_KEPT)
        return response
    messages.info(request, "You were signed out before this was saved. We kept what you typed: sign in to get it back.")
    answer = redirect(f"{resolve_url(settings.LOGIN_URL)}?next={quote(kept.page, safe='/')}")
    answer.cookies = response.cookies
    return answer
