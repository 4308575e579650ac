"""A contract manager reminds the supplier of what is overdue, besides the reminders that go out automatically."""

from django.db import transaction

from contracts.performance.lateness import days_late
from contracts.register.models import Contract
from contracts.register.services.telling import tell_suppliers
from contracts.schedule.permissions import check_can_chase
from contracts.schedule.selectors import pages_of, reminders_of
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day


@transaction.atomic
def chase(contract: Contract, *, by: User) -> int:
    """Remind the supplier's people of every overdue return of theirs in one message; how many people were told.

    Refused: nothing of the supplier's is overdue, nobody acts for the supplier here, or they were reminded today already.
    """
    fresh = locked(contract, NOTHING_READ)
    check_can_chase(by, fresh)
    today = clock.today()
    (reminder,) = reminders_of([fresh], today)
    if reminder.why_not:
        raise Refused(f"{fresh.title}: {reminder.why_not}")
    late = reminder.late
    many = "1 return" if len(late) == 1 else f"{len(late)} returns"
    lines = [
        f"- KPI {row.kpi} ({plain_day(row.starts_on)} to {plain_day(row.ends_on)}), {_ago(days_late(row.due_on, today))}"
        for row in late
    ]
    told = tell_suppliers(
        fresh,
        key=f"returns-chased:{fresh.pk}:{today}",
        subject=f"Please report: {many} overdue for {fresh.title}",
        body="\n".join([f"{by} asks you to make {many} for {fresh.title} ({fresh.reference}).", "", *lines]),
        url=pages_of(late),
        action="Make the return" if len(late) == 1 else "Make the returns",
    )
    if not told:
        raise Refused(f"{fresh.title}: nobody of the supplier has an account. Write to them.")
    record("chase returns", f"reminded the supplier of {many} overdue", by=by, about=fresh, council=fresh.council)
    return told


def _ago(days: int) -> str:
    return "1 day late" if days == 1 else f"{days} days late"
