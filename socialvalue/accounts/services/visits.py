"""When somebody was here before: kept as they sign in, for what has changed since."""

from socialvalue.accounts.models import User
from socialvalue.common import clock


def begin_visit(*, by: User) -> None:
    """Keep the time of the last sign-in as the previous visit; call it before the new sign-in is written to ``last_login``.

    Signing in again on the same day goes on with the same visit, so that a lost session does not hide what is new.
    """
    before = by.last_login
    if before is None or before.astimezone(clock.LONDON).date() == clock.today():
        return
    by.previous_visit_at = before
    by.save(update_fields=["previous_visit_at"])
