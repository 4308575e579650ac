"""What every page says of the session: when it ends, and what was typed before the last one ended."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from socialvalue.common import clock


def session(request: HttpRequest) -> dict:
    """``session_ends`` and ``session_now`` for the warning, ``kept`` for the banner, for who is signed in. ISO, whole seconds."""
    return {
        "session_ends": SimpleLazyObject(lambda: _ends(request)),
        "session_now": clock.now().isoformat(timespec="seconds"),
        "kept": getattr(request, "kept", None),
    }


def _ends(request: HttpRequest) -> str:
    person = getattr(request, "user", None)
    ends_at = getattr(request.session, "ends_at", None) if person is not None and person.is_authenticated else None
    return ends_at.isoformat(timespec="seconds") if ends_at else ""
