"""What returns ask of a person today."""

from datetime import datetime, timedelta

from django.urls import reverse

from contracts.returns.selectors import late_contracts, owed_by, waiting_for
from contracts.schedule.calculations.lateness import is_overdue
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock
from socialvalue.common.needs import Need

# One line each up to here; beyond it one line for all
MOST_LINES = 12


def needs(user, now: datetime) -> list[Need]:
    """Returns to make (overdue, or due within a week), returns to verify, and overdue ones in the contracts one manages."""
    today = now.astimezone(clock.LONDON).date()
    found = []
    if user.can(P.BID) or user.can(P.EDIT_CONTRACTS):
        for due in owed_by(user, today).filter(due_on__lte=today + timedelta(days=7))[: MOST_LINES + 1]:
            text = f"Report on “{due.kpi.wording}” for {due.kpi.obligation.contract.title}"
            kind = "overdue" if is_overdue(due.due_on, today) else "due"
            found.append(Need(text, reverse("return", args=[due.pk]), kind, due.due_on))
    if len(found) > MOST_LINES:
        count = owed_by(user, today).filter(due_on__lte=today + timedelta(days=7)).count()
        kind = "overdue" if is_overdue(found[0].due, today) else "due"
        found = [Need(f"Make {count} returns", reverse("returns"), kind, found[0].due)]
    return found + _to_verify(user) + _to_chase(user, today)


def _to_verify(user) -> list[Need]:
    if not user.can(P.VERIFY_RETURNS):
        return []
    rows = list(waiting_for(user)[: MOST_LINES + 1])
    if len(rows) > MOST_LINES:
        return [Need(f"Verify {waiting_for(user).count()} returns", reverse("returns"))]
    return [
        Need(f"Verify “{r.due.kpi.wording}” of {r.due.kpi.obligation.contract.title}", reverse("return", args=[r.due_id]))
        for r in rows
    ]


def _to_chase(user, today) -> list[Need]:
    if not user.can(P.EDIT_CONTRACTS):
        return []
    return [
        Need(
            f"{count} return{'' if count == 1 else 's'} overdue for {contract.title}",
            f"{reverse('contract-returns', args=[contract.pk])}?show=open",
            "overdue",
            oldest,
        )
        for contract, count, oldest in late_contracts(user, today)
    ]
