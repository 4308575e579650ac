"""Staying signed in, and keeping what was typed after a session had ended."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from socialvalue.common import clock
from socialvalue.sessions.calculations.kept import KEPT_FOR, Kept, seal, unseal, worth_keeping
from socialvalue.sessions.services.store import SIGNED_IN, end_of

# In the session: what was typed, sealed
SLOT = "typed_before"
# The key to it: in this browser and nowhere else
KEY_COOKIE = settings.TYPED_COOKIE_NAME
# Who was signed in on this browser: signed, so that nobody can say they were somebody else
PERSON_COOKIE = settings.PERSON_COOKIE_NAME
PERSON_SALT = "socialvalue.sessions.person"
PERSON_FRESH_SECONDS = 60 * 60
PERSON_KNOWN_SECONDS = 24 * 60 * 60


def renew(session) -> datetime:
    """Begin the idle time anew; when the session now ends. Eight hours after signing in it ends all the same."""
    session.modified = True
    return end_of(session[SIGNED_IN], clock.source())


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Note on this browser who is signed in, at most once an hour. Asks the database nothing that was not asked before."""
    person = signed_in_person(request) if request.session.accessed else None
    if person is None or _person_cookie(request, PERSON_FRESH_SECONDS) == person:
        return
    response.set_cookie(PERSON_COOKIE, signing.dumps(person, salt=PERSON_SALT), **_how())


def forget_person(response: HttpResponse) -> None:
    """After signing out: the next person at this machine starts afresh."""
    response.delete_cookie(PERSON_COOKIE, samesite="Lax")
    response.delete_cookie(KEY_COOKIE, samesite="Lax")


def signed_in_person(request: HttpRequest) -> int | None:
    """The key of who is signed in, as the session says."""
    person = request.session.get("_auth_user_id")
    return int(person) if person is not None else None


def keep(request: HttpRequest, response: HttpResponse, *, signed_out: bool = True) -> Kept | None:
    """Keep what a person who is or was signed in on this browser has just sent; None where it may not be kept.

    The service holds it sealed in the session; the browser alone holds the key, for an hour. ``signed_out``: whether that
    was why it was not saved.
    """
    owner = signed_in_person(request) or _person_cookie(request, PERSON_KNOWN_SECONDS)
    fields = worth_keeping([(name, values) for name, values in request.POST.lists()])
    if owner is None or fields is None:
        return None
    action = request.get_full_path()
    kept = Kept(owner, clock.now(), action, _page_of(request) or action, fields, bool(request.FILES), signed_out)
    key, request.session[SLOT] = seal(kept)
    if not signed_out:
        # Django saves no session beside an answer of 500 and above
        request.session.save()
    response.set_cookie(KEY_COOKIE, key, max_age=int(KEPT_FOR.total_seconds()), **_how())
    return kept


def was_here(request: HttpRequest) -> bool:
    """Whether somebody was signed in on this browser within a day."""
    return _person_cookie(request, PERSON_KNOWN_SECONDS) is not None


def found(request: HttpRequest) -> Kept | None:
    """What this signed-in person typed before, on this browser. What is not theirs, or is old, is thrown away."""
    key = request.COOKIES.get(KEY_COOKIE)
    person = signed_in_person(request) if key else None
    if key is None or person is None or SLOT not in request.session:
        return None
    kept = unseal(key, request.session[SLOT])
    if kept is None or not kept.is_for(person, clock.now()):
        drop(request)
        return None
    return kept


def drop(request: HttpRequest) -> None:
    """Throw away what was kept. Twice does nothing."""
    request.session.pop(SLOT, None)


def as_data(kept: Kept) -> QueryDict:
    """The fields as a form reads them."""
    data = QueryDict(mutable=True)
    for name, values in kept.fields:
        data.setlist(name, values)
    return data


def _person_cookie(request: HttpRequest, known_for: int) -> int | None:
    try:
        return signing.loads(request.COOKIES.get(PERSON_COOKIE, ""), salt=PERSON_SALT, max_age=known_for)
    except signing.BadSignature:
        return None


def _page_of(request: HttpRequest) -> str:
    """The path of the page that the form was on, where the browser says one of ours."""
    said = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(said)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if path.startswith("/") and not path.startswith("//") else ""


def _how() -> dict:
    return {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
