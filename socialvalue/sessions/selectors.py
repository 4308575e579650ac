"""Reads on how and where somebody is signed in."""

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from socialvalue.common import clock
from socialvalue.sessions.models import Session

# Recovery codes are no second step: they are for the day on which it is lost
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_step(user) -> bool:
    return Authenticator.objects.filter(user=user, type__in=STEPS).exists()


def sessions_of(user) -> QuerySet[Session]:
    """Where somebody is signed in now, what they used last first."""
    return Session.objects.filter(user=user, expire_date__gt=clock.source()).order_by("-seen_at", "session_key")
