"""What every page says of the session: when it ends, and what was typed before the last one ended."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from socialvalue.common import clock
from socialvalue.sessions.selectors import needs_second_step
from socialvalue.sessions.services.beginning import STEP_ELSEWHERE


def session(request: HttpRequest) -> dict:
    """``session_ends`` and ``session_now`` (ISO, whole seconds) for the warning, ``kept`` for the banner, for who is signed in.

    ``second_step_needed``: whether their role needs one; ``second_step_required``: whether this installation insists.
    """
    return {
        "session_ends": SimpleLazyObject(lambda: _ends(request)),
        "session_now": clock.now().isoformat(timespec="seconds"),
        "kept": getattr(request, "kept", None),
        "second_step_needed": SimpleLazyObject(lambda: _needs_second_step(request)),
        "second_step_required": settings.SECOND_STEP_REQUIRED,
    }


def _needs_second_step(request: HttpRequest) -> bool:
    """Not while a provider's second step counts for this session."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated or request.session.get(STEP_ELSEWHERE):
        return False
    return needs_second_step(person)


def _ends(request: HttpRequest) -> str:
    person = getattr(request, "user", None)
    ends_at = getattr(request.session, "ends_at", None) if person is not None and person.is_authenticated else None
    return ends_at.isoformat(timespec="seconds") if ends_at else ""
