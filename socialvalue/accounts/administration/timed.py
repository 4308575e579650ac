"""Roles that were given for a time end after their last day, and questions that nobody answered are closed."""

from datetime import datetime, timedelta

from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.administration.selectors import over
from socialvalue.accounts.administration.services import lasting
from socialvalue.common.timed import Event, day_of, midnight
from socialvalue.notifications.services.reminding import events_of, not_told


def due(now: datetime) -> list[Event]:
    """Roles to be told of, those that are over, and questions of which the 14 days are over."""
    told = events_of(not_told(lasting.reminders(now)))
    ended = [Event(midnight(m.until + timedelta(days=1)), "end a role", str(m.pk)) for m in over(day_of(now)) if m.until]
    closed = [Event(g.runs_out_at, "close a question of roles", str(g.pk)) for g in RoleGrant.objects.run_out(now)]
    return [*told, *ended, *closed]


def apply(now: datetime) -> int:
    return lasting.apply(now)
