"""Signing somebody out: everywhere, or in one place."""

from django.db import transaction

from socialvalue.audit.enums import ENDED
from socialvalue.audit.services import record
from socialvalue.sessions.models import Session


@transaction.atomic
def end_sessions(user, *, by=None, besides: str = "", only: str = "", council=None) -> int:
    """Sign ``user`` out everywhere, now: their next request is a stranger's. Returns how many sessions ended.

    ``besides``: the key of the session that goes on; ``only``: the key of the one that ends, where it is theirs.
    ``by``: who wanted it; None for the system. ``council``: in whose record it stands, where they have left theirs already.
    Where nothing was open, nothing is recorded.
    """
    rows = Session.objects.filter(user=user).exclude(session_key=besides)
    if only:
        rows = rows.filter(session_key=only)
    ended, _ = rows.delete()
    if ended:
        whose = "their own" if by is not None and by.pk == user.pk else f"{user}’s"
        words = f"ended {ended} of {whose} sessions" if ended > 1 else f"ended one of {whose} sessions"
        record(ENDED, words, by=by, about=user, council=council or user.council, changes={"sessions": [ended, 0]})
    return ended
