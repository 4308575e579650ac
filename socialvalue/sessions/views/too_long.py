"""A page or form that the database gave up on becomes a page that says so, and what was typed is kept."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from socialvalue.common.too_long import took_too_long
from socialvalue.sessions.services import keeping
from socialvalue.sessions.views.keeping import is_about_signing_in

log = logging.getLogger(__name__)


class TooLong:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The transaction is taken back by now. A form that saves by itself says so on its own line, and its words stay there."""
        if not took_too_long(exception):
            return None
        log.warning("%s %s: the database gave up: %s", request.method, request.path, str(exception).strip().splitlines()[0])
        cookies, kept = HttpResponse(), None
        if request.method == "POST" and "HX-Request" not in request.headers and not is_about_signing_in(request):
            kept = keeping.keep(request, cookies, signed_out=False)
            vars(request)["kept"] = kept or getattr(request, "kept", None)
        answer = render(request, "too_long.html", {"gave_up": True, "kept_now": kept}, status=503)
        answer.cookies = cookies.cookies
        answer["Retry-After"] = "30"
        return answer
