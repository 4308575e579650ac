from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from socialvalue.common import clock
from socialvalue.documents.services import scanning

from . import selectors
from .selectors.roles import role_state


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else: a container is not restarted because a database is away."""
    return HttpResponse("live\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when somebody can be sent here, else 503; whoever shows HEALTH_TOKEN reads what is missing, nobody else.

    A scanner that is missing makes nothing unready: what arrives meanwhile is held until it answers. Nor does a role of the
    database that may do too much.
    """
    checks = selectors.readiness()
    is_ready = all(state == selectors.OK for state in checks.values())
    details = {"checks": checks, "scanner": scanning.state(), "role": role_state()} if _shows_token(request) else {}
    return JsonResponse({"ready": is_ready, **details}, status=200 if is_ready else 503)


def _shows_token(request: HttpRequest) -> bool:
    """“Authorization: Bearer” and the token of the settings; never in the address, which logs keep."""
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.HEALTH_TOKEN) and constant_time_compare(said, settings.HEALTH_TOKEN)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where somebody who found a weakness reports it (RFC 9116); good for half a year from now."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (clock.now() + timedelta(days=180)).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    address = f"{settings.SITE_URL}{reverse('health:security-txt')}"
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {expires}", "Preferred-Languages: en", f"Canonical: {address}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
