"""Reminders: a row per contract, due day and stage, so that a missed run catches up and a repeated run does nothing.

Each due row says how many of its reminders are behind it, so a run finds by index what is to be looked at now and leaves the
rest alone. It works set by set: a killed run has lost nothing, and the next goes on where it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from contracts.performance.lateness import REMINDED, days_late, is_overdue, reached, stage_of
from contracts.register.models import Contract, ContractSupplier
from contracts.schedule.models import DueReturn
from contracts.schedule.selectors import pages_of
from socialvalue.accounts.enums import Duty, Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import load_memberships, people_by_organisation
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.timed import day_of
from socialvalue.jobs.services.turns import set_by_set
from socialvalue.notifications.services import tell_each

# Due rows a transaction
SET = 500


@dataclass(frozen=True)
class Together:
    """One message: what one side owes of a contract on a day."""

    contract: Contract
    due_on: date
    own_duty: bool
    rows: list[DueReturn]


def remind(now: datetime) -> int:
    """Remind of every return that is due within seven days or overdue by 1, 7 and 21; the number of new messages.

    One message a contract and due day, not one a KPI. A run that comes late sends the stage it finds, not the ones
    it missed. Goes to the suppliers' people and the contract manager: what is owed is still owed after the contract's end.
    Four statements where there is nothing to look at. Another run that is still at it is left to finish alone.
    """
    today = day_of(now)
    if all(DueReturn.objects.at_stage(stage, today).values("due_on").first() is None for stage in range(len(REMINDED))):
        return 0
    return set_by_set("reminders of returns", partial(_one_set, today))


@transaction.atomic
def _one_set(today: date) -> int | None:
    """Remind of the next rows, the earliest due first; how many messages that was. None when no row is left."""
    for stage in range(len(REMINDED)):
        rows = DueReturn.objects.to_remind_of(stage, today).order_by("due_on", "pk")
        found = list(rows.values_list("pk", "due_on", "kpi__obligation__contract")[:SET])
        if found:
            together = list(_together({(contract, due_on) for _, due_on, contract in found}))
            told = tell_each(_letters(together, today))
            _mark({pk: due_on for pk, due_on, _ in found} | {r.pk: r.due_on for one in together for r in one.rows}, today)
            return told
    return None


def _mark(rows: dict[int, date], today: date) -> None:
    """What their day asks for is behind these rows, also where nothing was owed: ``look_again`` brings those back."""
    stages = defaultdict(list)
    for pk, due_on in rows.items():
        stages[reached(days_late(due_on, today))].append(pk)
    for stage, keys in sorted(stages.items()):
        for start in range(0, len(keys), SET):
            DueReturn.objects.filter(pk__in=keys[start : start + SET]).update(reminded=stage)


def _together(wanted: set[tuple[int, date]]) -> Iterator[Together]:
    """What is outstanding of these contracts on these days."""
    rows = (
        DueReturn.objects.to_be_reminded()
        .filter(kpi__obligation__contract__in={contract for contract, _ in wanted}, due_on__in={day for _, day in wanted})
        .select_related(
            "kpi__obligation__contract__manager",
            "kpi__obligation__contract__council__period_lock",
            "kpi__obligation__contract__service_head",
        )
        .order_by("due_on", "kpi__number", "pk")
    )
    groups: dict[tuple[int, date, bool], list[DueReturn]] = defaultdict(list)
    for row in rows:
        contract = row.kpi.obligation.contract_id
        if (contract, row.due_on) in wanted:
            groups[contract, row.due_on, row.kpi.client_side].append(row)
    for (_, due_on, own_duty), due_rows in groups.items():
        yield Together(due_rows[0].kpi.obligation.contract, due_on, own_duty, due_rows)


def _letters(together: list[Together], today: date) -> Iterator[tuple[User, Any]]:
    people = _supplier_people({one.contract.pk for one in together})
    officers = [one.contract.manager for one in together if one.contract.manager]
    load_memberships([*officers, *(head for one in together for head in _head(one.contract))])
    for one in together:
        to_reporters, to_manager = _message(one, today), _message(one, today, reports=one.own_duty)
        # Of the council's own duties the supplier hears nothing
        reporters = [] if one.own_duty else [*_of_day(people[one.contract.pk], one.due_on), *_head(one.contract)]
        for person in _recipients(one.contract, reporters):
            manages = person.pk == one.contract.manager_id
            yield person, to_manager | _TO_MANAGER if manages else to_reporters | _to_reporter(one)


_TO_MANAGER = {
    "action": "See what is due",
    "why": "You get this because you manage this contract.",
    "duty": Duty.CONTRACTS,
}


def _to_reporter(one: Together) -> dict:
    action = "Make the return" if len(one.rows) == 1 else "Make the returns"
    return {"action": action, "why": "You get this because you report on this contract."}


def _message(one: Together, today: date, *, reports: bool = True) -> dict:
    """``reports``: whether the person who reads it makes the returns, or manages the contract of those who do."""
    subject, body = _words(one.contract, one.due_on, one.rows, today, reports=reports)
    stage = stage_of(days_late(one.due_on, today))
    return {
        "key": f"returns-due:{one.contract.pk}:{one.due_on}:{stage}{':own' if one.own_duty else ''}",
        "subject": subject,
        "body": body,
        "url": pages_of(one.rows),
        "by": None if is_overdue(one.due_on, today) else one.due_on,
        "council": one.contract.council,
    }


def _head(contract: Contract) -> list[User]:
    """Who reports on a service of the council's own."""
    head = contract.service_head
    return [head] if head and head.is_active else []


def _recipients(contract: Contract, suppliers_people: list[User]) -> list[User]:
    """Each person once: the supplier's people, and the contract manager while they are active."""
    found = {person.pk: person for person in suppliers_people}
    if contract.manager and contract.manager.is_active:
        found[contract.manager.pk] = contract.manager
    return list(found.values())


@dataclass(frozen=True)
class Reporter:
    """Somebody who reports on a contract, and the days on which their supplier delivers it; None is as long as the contract."""

    user: User
    first_day: date | None
    last_day: date | None


def _of_day(reporters: list[Reporter], due_on: date) -> list[User]:
    """Those whose supplier delivers the contract on the day on which a return is due."""
    return [
        one.user
        for one in reporters
        if (one.first_day is None or one.first_day <= due_on) and (one.last_day is None or due_on <= one.last_day)
    ]


def _supplier_people(contracts: Iterable[int]) -> dict[int, list[Reporter]]:
    """Active people who report for the suppliers of these contracts, by contract. Two queries."""
    parties = ContractSupplier.objects.filter(contract__in=contracts, open_to__isnull=False).order_by("pk")
    rows = list(parties.values_list("contract", "open_to", "open_to__part_of", "first_day", "last_day"))
    people = people_by_organisation(Permission.BID, {key for _, *both, _, _ in rows for key in both if key})
    found: dict[int, list[Reporter]] = defaultdict(list)
    for contract, supplier, whole, *days in rows:
        # What was joined to a supplier counts with it
        found[contract] += [Reporter(person, *days) for key in (supplier, whole) if key for person in people[key]]
    return found


def _words(contract: Contract, due_on: date, due_rows: list[DueReturn], today: date, *, reports: bool) -> tuple[str, str]:
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
    last = min((row.open_until for row in due_rows if row.open_until is not None), default=None)
    if last is not None:
        lines += ["", _locks(last, today, "" if reports else _reporter(contract))]
    return subject, "\n".join([opening, "", *lines])


def _reporter(contract: Contract) -> str:
    return "the head of the service" if contract.is_in_house else "the supplier"


def _locks(last: date, today: date, reporter: str) -> str:
    """``reporter``: who makes the returns, where it is not the person who reads this."""
    if last < today:
        asks = f"{reporter} has to ask" if reporter else "ask"
        return f"Locked after {plain_day(last)}: {asks} on the page to send it late."
    sends = f"{reporter[0].upper()}{reporter[1:]} can change what was sent" if reporter else "You can change what you send"
    return f"{sends} until {plain_day(last)}."
