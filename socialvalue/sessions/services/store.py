"""Django's sessions in the database, which also say when they end: the row holds it, and the page warns before it."""

from datetime import datetime

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """``ends_at``: the end of the session as it was read or last saved; None while there is none. No query of its own."""

    ends_at: datetime | None = None

    def load(self):
        row = self._get_session_from_db()  # type: ignore[attr-defined]
        self.ends_at = row.expire_date if row else None
        return self.decode(row.session_data) if row else {}

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        self.ends_at = row.expire_date
        return row
