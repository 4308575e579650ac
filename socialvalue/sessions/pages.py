"""What every page says of the session: when it ends, and what was typed before the last one ended."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def session(request: HttpRequest) -> dict:
    """``session_ends`` for the warning, ``kept`` for the banner: both only for who is signed in."""
    return {"session_ends": SimpleLazyObject(lambda: _ends(request)), "kept": getattr(request, "kept", None)}


def _ends(request: HttpRequest) -> str:
    person = getattr(request, "user", None)
    ends_at = getattr(request.session, "ends_at", None) if person is not None and person.is_authenticated else None
    return ends_at.isoformat(timespec="seconds") if ends_at else ""
