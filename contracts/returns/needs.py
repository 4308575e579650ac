"""What returns ask of a person today."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from contracts.performance.lateness import is_overdue
from contracts.returns.pages.owed import ask_of
from contracts.returns.selectors import by_period, corrections_of, late_contracts, many_of, owed_by, to_confirm, waiting_for
from contracts.schedule.selectors import period_page
from contracts.schedule.selectors.locking import asked_of, with_exceptions
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.needs import Need
from socialvalue.common.templatetags.formats import plain_day

# One line each up to here; beyond it one line for all
MOST_LINES = 12
# Returns that are read for these lines
MOST_ROWS = 200


def needs(user: User, now: datetime) -> list[Need]:
    """Returns to make (overdue, or due within a week), corrections to finish, what to verify or confirm, and whom to chase."""
    today = now.astimezone(clock.LONDON).date()
    made = _to_make(user, today) + _to_finish(user)
    return made + _to_verify(user) + _to_confirm(user) + _to_open(user) + _to_chase(user, today)


def _to_make(user: User, today: date) -> list[Need]:
    if not (user.can(P.BID) or user.can(P.EDIT_CONTRACTS)):
        return []
    owed = owed_by(user, today).filter(due_on__lte=today + timedelta(days=7))
    rows = list(owed[:MOST_ROWS])
    with_exceptions(rows)
    found = by_period(rows)
    if len(found) > MOST_LINES:
        oldest = found[0][0].due_on
        return [Need(f"Make {owed.count()} returns", f"{reverse('returns')}#to-make", _urgency(oldest, today), oldest)]
    return [
        Need(ask_of(mine, user).words, period_page(mine[0]), _urgency(mine[0].due_on, today), mine[0].due_on) for mine in found
    ]


def _to_finish(user: User) -> list[Need]:
    if not (user.can(P.BID) or user.can(P.EDIT_CONTRACTS)):
        return []
    return [
        Need(
            f"Finish the correction of “{begun.due.kpi.wording}” for {begun.due.kpi.obligation.contract.title}",
            reverse("return", args=[begun.due_id]),
        )
        for begun in corrections_of(user)[:MOST_LINES]
    ]


def _urgency(due_on: date, today: date) -> str:
    return "overdue" if is_overdue(due_on, today) else "due"


def _to_verify(user: User) -> list[Need]:
    if not user.can(P.VERIFY_RETURNS):
        return []
    rows = list(waiting_for(user)[: MOST_LINES + 1])
    if len(rows) > MOST_LINES:
        return [Need(f"Verify {many_of(waiting_for(user))} returns", reverse("returns-to-verify"))]
    return [
        Need(f"Verify “{r.due.kpi.wording}” of {r.due.kpi.obligation.contract.title}", reverse("return", args=[r.due_id]))
        for r in rows
    ]


def _to_confirm(user: User) -> list[Need]:
    if not user.can(P.BID):
        return []
    rows = list(to_confirm(user)[: MOST_LINES + 1])
    if len(rows) > MOST_LINES:
        return [Need(f"Confirm {many_of(to_confirm(user))} returns of the council", reverse("returns"))]
    return [
        Need(
            f"Confirm what the council reported on “{r.due.kpi.wording}” of {r.due.kpi.obligation.contract.title}",
            reverse("return", args=[r.due_id]),
        )
        for r in rows
    ]


def _to_open(user: User) -> list[Need]:
    return [
        Need(
            f"Answer {one.asked_by}: open the period to {plain_day(one.ends_on)} of {one.contract.title}?",
            reverse("returns-exception", args=[one.pk]),
        )
        for one in asked_of(user)
    ]


def _to_chase(user: User, today: date) -> list[Need]:
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
