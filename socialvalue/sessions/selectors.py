"""Reads on how and where somebody is signed in."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from socialvalue.accounts.enums import SECOND_FACTOR_FOR
from socialvalue.common import clock
from socialvalue.sessions.models import Session

# Recovery codes are no second step: they are for the day on which it is lost
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_second_step(user) -> bool:
    """Whether a role of theirs opens, checks, approves, decides, verifies or administers. No query but their memberships."""
    return any(user.can(permission) for permission in SECOND_FACTOR_FOR)


def has_second_step(user) -> bool:
    return Authenticator.objects.filter(user=user, type__in=STEPS).exists()


def sessions_of(user) -> QuerySet[Session]:
    """Where somebody is signed in now, what they used last first."""
    return Session.objects.filter(user=user, expire_date__gt=clock.source()).order_by("-seen_at", "session_key")


@dataclass(frozen=True)
class PlaceSignedIn:
    """``mark`` names the session on a page in the place of its key, with which anybody could come in."""

    session: Session
    mark: str
    is_here: bool

    @property
    def device(self) -> str:
        return self.session.device or "A browser we do not know"


def places_of(user, *, here: str) -> list[PlaceSignedIn]:
    """Where somebody is signed in; this one, whose key is ``here``, first."""
    places = [PlaceSignedIn(one, _mark(one), one.session_key == here) for one in sessions_of(user)]
    return sorted(places, key=lambda place: not place.is_here)


def _mark(session: Session) -> str:
    return salted_hmac("socialvalue.sessions.mark", session.session_key, algorithm="sha256").hexdigest()[:24]
