"""Django's sessions in the database, which also say whose they are, since when, and when they end."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.backends import db

from socialvalue.common import clock
from socialvalue.sessions.enums import ABSOLUTE_END

if TYPE_CHECKING:
    from socialvalue.sessions.models import Session

# In the session itself, so that it outlives the new key that signing in gives it
SIGNED_IN = "signed_in"


class SessionStore(db.SessionStore):
    """``ends_at``: the end of the session as it was read or last saved; None while there is none. No query of its own.

    Sessions live in real time: a clock that was stopped for a test or for the demonstration does not end them.
    """

    ends_at: datetime | None = None
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> "type[Session]":
        from socialvalue.sessions.models import Session  # noqa: PLC0415 - the settings name this module before models exist

        return Session

    def load(self):
        row = self.get_model_class().objects.filter(session_key=self.session_key, expire_date__gt=clock.source()).first()
        if row is None:
            self._session_key = None
            return {}
        self.ends_at, self.seen_at = row.expire_date, row.seen_at
        return self.decode(row.session_data)

    def create_model_instance(self, data):
        now = clock.source()
        person = data.get("_auth_user_id")
        told = data.setdefault(SIGNED_IN, {"since": now.isoformat()}) if person else {}
        if not person:
            data.pop(SIGNED_IN, None)
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        row = self.get_model_class()(session_key=key, session_data=self.encode(data), expire_date=now)
        row.expire_date = end_of(told, now) if person else now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if person:
            row.user_id, row.since, row.seen_at = int(person), datetime.fromisoformat(told["since"]), now
            row.address, row.device = told.get("address", ""), told.get("device", "")
        self.ends_at, self.seen_at = row.expire_date, row.seen_at
        return row

    @classmethod
    def clear_expired(cls):
        cls.get_model_class().objects.filter(expire_date__lt=clock.source()).delete()


def end_of(told: dict, now: datetime) -> datetime:
    """When a session ends in which somebody did something just now: idle, or at last eight hours after signing in."""
    idle = timedelta(seconds=told.get("idle", settings.SESSION_IDLE_SECONDS))
    return min(datetime.fromisoformat(told["since"]) + ABSOLUTE_END, now + idle)
