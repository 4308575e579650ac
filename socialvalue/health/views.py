from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from socialvalue.documents.services import scanning

from . import selectors


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else: a container is not restarted because a database is away."""
    return HttpResponse("live\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when somebody can be sent here, else 503; the body names what is missing.

    A scanner that is missing makes nothing unready: what arrives meanwhile is held until it answers.
    """
    checks = selectors.readiness()
    is_ready = all(state == selectors.OK for state in checks.values())
    return JsonResponse({"ready": is_ready, "checks": checks, "scanner": scanning.state()}, status=200 if is_ready else 503)
