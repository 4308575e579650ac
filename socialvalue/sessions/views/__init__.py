"""Two buttons: stay signed in, and throw away what was kept."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from socialvalue.common import clock
from socialvalue.common.views import signed_in
from socialvalue.sessions.services.keeping import drop, found, renew


@never_cache
@require_POST
def stay(request):
    """Begin the session's time anew and say when it ends; 403 for who is not signed in any more."""
    if not request.user.is_authenticated:
        return JsonResponse({"signed_in": False}, status=403)
    too_many = ratelimit.consume_or_429(request, action="stay_signed_in", user=request.user)
    if too_many:
        return too_many
    ends_at = renew(request.session)
    return JsonResponse({"signed_in": True, "ends": ends_at.isoformat(), "now": clock.now().isoformat()})


@signed_in
@require_POST
def throw_away(request):
    kept = found(request)
    drop(request)
    messages.success(request, "What we kept is thrown away.")
    return redirect(kept.page if kept else "home")
