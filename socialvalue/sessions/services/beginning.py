"""When somebody has just signed in: how long it lasts, where it is, and a word to them where the browser is a new one."""

from typing import cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_moment
from socialvalue.notifications.services import write_to
from socialvalue.sessions.calculations.agents import in_words
from socialvalue.sessions.enums import SEEN_EVERY
from socialvalue.sessions.models import Session
from socialvalue.sessions.selectors import needs_second_step
from socialvalue.sessions.services import devices, watching
from socialvalue.sessions.services.store import SIGNED_IN, SessionStore, end_of
from socialvalue.sessions.services.throttle import address_of

# In the session: that a second step is there needs asking once
HAS_SECOND_STEP = "has_second_step"
# In the request, then in the session: a second step was asked by a provider whose word this installation takes for it
STEP_ELSEWHERE = "second_step_elsewhere"


@transaction.atomic
def begin_session(request: HttpRequest, user, *, first_time: bool) -> None:
    """Note in the new session where and for how long; where this browser is new to the account, tell its owner.

    ``first_time``: whoever signs in for the first time has no other device, and is not told of this one.
    """
    device = in_words(request.META.get("HTTP_USER_AGENT", ""))
    now = clock.source()
    request.session[SIGNED_IN] = {
        "since": now.isoformat(),
        "idle": idle_seconds(user),
        "device": device,
        "address": address_of(request),
    }
    if getattr(request, STEP_ELSEWHERE, False):
        request.session[STEP_ELSEWHERE] = True
    if first_time or devices.known(request, user.email):
        return
    watching.new_device(request, user, device)
    write_to(
        user.email,
        key=f"new-device:{user.pk}:{now.isoformat()}",
        subject="You signed in on a new device",
        body=(
            f"Dear {user.name},\n\nYou signed in at {settings.SERVICE_NAME} on {plain_moment(now)} with {device}, from the "
            f"network address {address_of(request)}. We have not seen this browser with your account before.\n\nIf it was you, "
            "there is nothing to do. If it was not, set a new password now: it signs everybody out. Then tell the team whose "
            f"address is below.\n\n{settings.SITE_URL}{reverse('account_reset_password')}"
        ),
        action="Set a new password",
        council=user.council,
    )


def idle_seconds(user) -> int:
    """How long a session of theirs lasts while nothing is done."""
    return settings.SESSION_IDLE_SECONDS_SECOND_STEP if needs_second_step(user) else settings.SESSION_IDLE_SECONDS


def touch(request: HttpRequest) -> None:
    """Somebody who is signed in did something: note it at most once a minute, and begin their idle time anew.

    A page that asks by itself how far a job is does not keep anybody signed in.
    """
    session, now = cast(SessionStore, request.session), clock.source()
    seen = session.seen_at
    if seen is None or now - seen < SEEN_EVERY or ("HX-Request" in request.headers and request.method == "GET"):
        return
    told, address = session[SIGNED_IN], address_of(request)
    idle = idle_seconds(request.user)
    if (told.get("idle"), told.get("address")) != (idle, address):
        session[SIGNED_IN] = told = {**told, "idle": idle, "address": address}
    session.seen_at, session.ends_at = now, end_of(told, now)
    Session.objects.filter(session_key=session.session_key).update(seen_at=now, expire_date=session.ends_at, address=address)
