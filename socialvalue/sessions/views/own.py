"""Where one is signed in, and signing out there."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from socialvalue.common.pages import button
from socialvalue.common.views import signed_in
from socialvalue.sessions import pages, selectors
from socialvalue.sessions.services import end_sessions


@signed_in
@never_cache
@require_safe
def own_sessions(request):
    return render(request, "socialvalue/sessions/own.html", {"rows": pages.own_sessions(request)})


@signed_in
@require_POST
def end_one(request, name):
    """``name``: what the page calls it; its key would let whoever reads the address in."""
    row = next((one for one in selectors.sessions_of(request.user) if pages.name_of(one) == name), None)
    if row is None or row.session_key == request.session.session_key:
        raise Http404
    return button(
        request,
        lambda: end_sessions(request.user, by=request.user, only=row.session_key),
        to=reverse("own-sessions"),
        done=f"Signed out: {row.device or 'the other browser'}.",
    )


@signed_in
@require_POST
def end_others(request):
    return button(
        request,
        lambda: end_sessions(request.user, by=request.user, besides=request.session.session_key),
        to=reverse("own-sessions"),
        done="You are signed out everywhere else.",
    )
