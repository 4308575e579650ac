"""Around every request of somebody who is signed in: that they were here, and that their second step is there."""

from fnmatch import fnmatch

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from socialvalue.common.errors import TooBusy
from socialvalue.sessions.selectors import has_second_step, needs_second_step
from socialvalue.sessions.services import beginning, devices, watching
from socialvalue.sessions.services.keeping import signed_in_person

# What somebody may do who still has to set up their second step: set it up, sign out, read what helps
OPEN = (
    "mfa_*",
    "account_reauthenticate",
    "account_logout",
    "stay-signed-in",
    "account-session*",
    "help*",
    "contact*",
    "accessibility",
    "privacy",
    "cookies",
    "health:*",
)


class Door:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if signed_in_person(request) is not None and request.user.is_authenticated:
            beginning.touch(request)
        response = self.get_response(request)
        if response.status_code == 403 and signed_in_person(request) is not None and request.user.is_authenticated:
            watching.refused(request, request.user)
        if new := getattr(request, "known_from_now", None):
            devices.remember(request, response, new)
        return response

    def process_view(self, request: HttpRequest, _view, _args, _kwargs) -> HttpResponse | None:
        """Whoever needs a second step and has none is led to set it up."""
        if not settings.SECOND_STEP_REQUIRED or signed_in_person(request) is None or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name or "" if request.resolver_match else ""
        if any(fnmatch(name, one) for one in OPEN) or not lacks_second_step(request):
            return None
        to = reverse("mfa_index")
        return HttpResponse(headers={"HX-Redirect": to}) if "HX-Request" in request.headers else redirect(to)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooBusy):
            return None
        answer = render(request, "busy.html", {"error": exception}, status=503)
        answer["Retry-After"] = str(exception.retry_after)
        return answer


def lacks_second_step(request: HttpRequest) -> bool:
    """Asked of the database until it is there; then the session says so, until the step is taken away."""
    there = request.session.get(beginning.HAS_SECOND_STEP) or request.session.get(beginning.STEP_ELSEWHERE)
    if there or not needs_second_step(request.user):
        return False
    found = has_second_step(request.user)
    if found:
        request.session[beginning.HAS_SECOND_STEP] = True
    return not found
