"""Reminders: a row per contract, due day and stage, so that a missed run catches up and a repeated run does nothing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from contracts.performance.lateness import SOON_DAYS, days_late, is_overdue, stage_of
from contracts.register.models import Contract
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Duty, Permission, roles_with
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.models import Message
from socialvalue.notifications.services import tell

REPORTING_ROLES = roles_with(Permission.BID)


@transaction.atomic
def remind(now: datetime) -> int:
    """Remind of every return that is due within seven days or overdue by 1, 7 and 21; the number of new messages.

    One message a contract and due day, not one a KPI. A run that comes late sends the stage it finds, not the ones
    it missed. Goes to the suppliers' people and the contract manager: what is owed is still owed after the contract's end.
    """
    today = now.astimezone(clock.LONDON).date()
    rows = (
        DueReturn.objects.outstanding()
        .due_by(today + timedelta(days=SOON_DAYS))
        .select_related("kpi__obligation__contract__manager", "kpi__obligation__contract__council")
        .order_by("due_on", "kpi__number")
    )
    groups: dict[tuple[Contract, date, bool], list[DueReturn]] = defaultdict(list)
    for row in rows:
        groups[row.kpi.obligation.contract, row.due_on, row.kpi.client_side].append(row)
    people = _supplier_people({contract.pk for contract, *_ in groups})
    wanted = []
    for (contract, due_on, own_duty), due_rows in groups.items():
        key = f"returns-due:{contract.pk}:{due_on}:{stage_of(days_late(due_on, today))}{':own' if own_duty else ''}"
        # Of the council's own duties the supplier hears nothing
        recipients = _recipients(contract, [] if own_duty else _of_day(people[contract.pk], due_on))
        wanted += [(key, person, contract, due_on, due_rows) for person in recipients]
    sent = _sent([f"{key}:{person.pk}" for key, person, *_ in wanted])
    count = 0
    for key, person, contract, due_on, due_rows in wanted:
        if f"{key}:{person.pk}" not in sent:
            subject, body = _words(contract, due_on, due_rows, today)
            url = reverse("return", args=[due_rows[0].pk]) if len(due_rows) == 1 else reverse("returns")
            manages = person.pk == contract.manager_id
            count += tell(
                person,
                key=key,
                subject=subject,
                body=body,
                url=url,
                action="See what is due" if manages else "Make the return" if len(due_rows) == 1 else "Make the returns",
                by=None if is_overdue(due_on, today) else due_on,
                why=f"You get this because you {'manage' if manages else 'report on'} this contract.",
                council=contract.council,
                duty=Duty.CONTRACTS if manages else "",
            )
    return count


def _recipients(contract: Contract, suppliers_people: list[User]) -> list[User]:
    """Each person once: the supplier's people, and the contract manager while they are active."""
    found = {person.pk: person for person in suppliers_people}
    if contract.manager and contract.manager.is_active:
        found[contract.manager.pk] = contract.manager
    return list(found.values())


def _sent(keys: list[str]) -> set[str]:
    """Which of these messages went out already; asked for 500 at a time, since a database takes only so many."""
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        found |= set(Message.objects.filter(key__in=keys[start : start + 500]).values_list("key", flat=True))
    return found


@dataclass(frozen=True)
class Reporter:
    """Somebody who reports on a contract, and the days on which their supplier delivers it; None is as long as the contract."""

    user: User
    first_day: date | None = None
    last_day: date | None = None


def _of_day(reporters: list[Reporter], due_on: date) -> list[User]:
    """Those whose supplier delivers the contract on the day on which a return is due."""
    return [
        one.user
        for one in reporters
        if (one.first_day is None or one.first_day <= due_on) and (one.last_day is None or due_on <= one.last_day)
    ]


def _supplier_people(contracts: set[int]) -> dict[int, list[Reporter]]:
    """Active people who report for the suppliers of these contracts, by contract."""
    reporting = User.objects.filter(is_active=True, memberships__ended_at=None, memberships__role__in=REPORTING_ROLES)
    found: dict[int, set[tuple]] = defaultdict(set)
    # What was joined to a supplier counts with it
    for supplier in ("memberships__organisation", "memberships__organisation__parts"):
        party = f"{supplier}__open_parties__"
        rows = reporting.filter(**{f"{party}contract__in": contracts})
        for key, *row in rows.values_list(f"{party}contract", "pk", f"{party}first_day", f"{party}last_day"):
            found[key].add(tuple(row))
    users = User.objects.in_bulk({pk for rows in found.values() for pk, *_ in rows})
    by_person = {key: sorted(rows, key=lambda row: row[0]) for key, rows in found.items()}
    return defaultdict(list, {key: [Reporter(users[pk], *days) for pk, *days in rows] for key, rows in by_person.items()})


def _words(contract: Contract, due_on: date, due_rows: list[DueReturn], today: date) -> tuple[str, str]:
    late, one = days_late(due_on, today), len(due_rows) == 1
    many = "A return" if one else f"{len(due_rows)} returns"
    opening = f"{many} for {contract.title} ({contract.reference})"
    if is_overdue(due_on, today):
        ago = "1 day" if late == 1 else f"{late} days"
        subject = f"Overdue: {many[0].lower()}{many[1:]} for {contract.title}"
        opening += f" should have been made by {plain_day(due_on)}, {ago} ago."
    else:
        subject = f"Due {plain_day(due_on)}: {many[0].lower()}{many[1:]} for {contract.title}"
        opening += f" {'is' if one else 'are'} due by {plain_day(due_on)}."
    lines = [f"- KPI {row.kpi} ({plain_day(row.starts_on)} to {plain_day(row.ends_on)})" for row in due_rows]
    return subject, "\n".join([opening, "", *lines])
