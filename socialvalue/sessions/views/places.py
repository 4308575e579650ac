"""Where one is signed in, and signing oneself out there."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from socialvalue.common.views import signed_in
from socialvalue.sessions.selectors import places_of
from socialvalue.sessions.services import end_sessions


@signed_in
@require_safe
def account_sessions(request):
    places = places_of(request.user, here=request.session.session_key)
    return render(request, "socialvalue/accounts/sessions.html", {"places": places})


@signed_in
@require_POST
def session_end(request):
    """The place is named by its mark, never by its key: who reads the page must not come in by it."""
    here, mark = request.session.session_key, request.POST.get("place", "")
    place = next((one for one in places_of(request.user, here=here) if one.mark == mark and not one.is_here), None)
    if place is None:
        messages.info(request, "You are not signed in there any more.")
    else:
        end_sessions(request.user, by=request.user, only=place.session.session_key)
        messages.success(request, f"You are signed out: {place.device}.")
    return redirect("account-sessions")


@signed_in
@require_POST
def sessions_end_others(request):
    ended = end_sessions(request.user, by=request.user, besides=request.session.session_key)
    if ended:
        messages.success(request, "You are signed out everywhere else.")
    else:
        messages.info(request, "You are signed in nowhere else.")
    return redirect("account-sessions")
