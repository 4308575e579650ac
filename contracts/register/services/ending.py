"""The end of a contract: before its last day, on it, and when it goes on all the same.

One writer of the status. What becomes of the schedule is decided above: ``schedule.services.end_contract`` and
``obligations.services.carry_on`` call these inside their transaction.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from contracts.kept.services import keep
from contracts.register.calculations.ends import FIRST, stage_of
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.register.permissions import check_can_carry_on, check_can_edit_contract
from contracts.register.services.entries import problems_of
from contracts.register.services.telling import tell_suppliers
from contracts.register.workflow import CONTRACT
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason, problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.timed import day_of
from socialvalue.notifications.services import tell_all


def mark_ended(
    contract: Contract, *, by: User, reason: str = "", ended_on: date | None = None, expected_version: Shown = AS_READ
) -> Contract:
    """End the contract on ``ended_on`` (today without it). An end before the agreed day needs a reason. The caller records."""
    fresh = locked(contract, expected_version)
    check_can_edit_contract(by, fresh)
    status = CONTRACT.target("end", fresh.status)
    day = ended_on or min(clock.today(), fresh.ends_on)
    if day > clock.today():
        raise Refused("The contract cannot have ended on a day that is still to come", "ended_on")
    if day > fresh.ends_on:
        raise Refused(f"The contract was agreed until {plain_day(fresh.ends_on)}: carry it on first, then end it", "ended_on")
    if day < fresh.starts_on:
        raise Refused("The contract cannot end before it starts", "ended_on")
    if day < fresh.ends_on:
        check_reason(reason, "Say why the contract ends before the agreed day")
    elif reason.strip():
        check_reason(reason, "Leave the reason empty or say why the contract has ended")
    save_changes(fresh, status=status, ended_on=day, ended_reason=reason.strip())
    return fresh


def mark_carried_on(contract: Contract, *, by: User, until: date, reason: str, expected_version: Shown = AS_READ) -> Contract:
    """Let a contract go on until a new last day: one that its last day has ended, or one in force."""
    fresh = locked(contract, expected_version)
    check_can_carry_on(by, fresh)
    problems: list[tuple[str | None, str]] = []
    if until <= fresh.ends_on:
        problems.append(("until", f"Enter a day after {plain_day(fresh.ends_on)}, the last day so far"))
    if problem := problem_with_reason(reason, "Enter why the contract is extended"):
        problems.append(("reason", problem))
    problems += [
        (None if field == "ends_on" else field, words)
        for field, words in problems_of(replace(fresh.details(), ends_on=max(until, fresh.ends_on)), fresh.council_id)
    ]
    if problems:
        raise Refused(problems)
    status = CONTRACT.target("carry on", fresh.status)
    changed = save_changes(fresh, status=status, ends_on=until, ended_on=None, ended_reason="")
    sentence = f"extended the contract until {plain_day(until)}"
    record("carry on contract", sentence, by=by, about=fresh, council=fresh.council, reason=reason, changes=changed)
    return fresh


@transaction.atomic
def end_what_is_over(now: datetime) -> int:
    """End every contract in force whose last day is over, on that day; how many there were."""
    over = Contract.objects.filter(status=ContractStatus.ACTIVE, ends_on__lt=day_of(now))
    count = 0
    for contract in over.select_for_update(of=("self",)):
        status = CONTRACT.target("end", contract.status)
        save_changes(contract, status=status, ended_on=contract.ends_on)
        keep(contract.pk)
        sentence = "ended the contract: its last day is over"
        record("end contract", sentence, by=None, about=contract, council=contract.council)
        _tell_of_the_end(contract)
        count += 1
    return count


def _tell_of_the_end(contract: Contract) -> None:
    tell_suppliers(
        contract,
        key=f"contract-ended:{contract.pk}:{contract.version}",
        subject=f"{contract.title} has ended",
        body=f"{contract.title} ({contract.reference}) has ended; returns due until then still have to be made. Its last day "
        f"was {plain_day(contract.last_day)}.",
        url=reverse("contract", args=[contract.pk]),
        action="See what is still to be reported",
    )


@transaction.atomic
def tell_of_ends(now: datetime) -> int:
    """Tell manager and lead director of each contract that ends: 90 and 30 days before and on its last day; new messages.

    A run that comes late sends the stage it finds, not the ones it missed. A new last day is announced anew.
    """
    today = day_of(now)
    ending = Contract.objects.filter(status=ContractStatus.ACTIVE, ends_on__lte=today + timedelta(days=FIRST))
    count = 0
    for contract in ending.select_related("manager", "lead_director", "council").order_by("ends_on", "pk"):
        owners = {person.pk: person for person in (contract.manager, contract.lead_director) if person and person.is_active}
        left = (contract.ends_on - today).days
        count += tell_all(
            owners.values(),
            key=f"contract-ends:{contract.pk}:{contract.ends_on}:{stage_of(left)}",
            subject=f"{contract.title} {_ends(contract.ends_on, left)}",
            body=f"The last day of {contract.title} ({contract.reference}) {'is' if left >= 0 else 'was'} "
            f"{plain_day(contract.ends_on)}. If it goes on, extend it on its page. Otherwise it ends "
            "after that day, and returns due until then still have to be made.",
            url=reverse("contract", args=[contract.pk]),
            action="Extend the contract, or let it end",
            by=contract.ends_on if left >= 0 else None,
            why="You get this because you answer for this contract.",
            council=contract.council,
            duty=Duty.CONTRACTS,
        )
    return count


def _ends(last: date, left: int) -> str:
    if left == 0:
        return "ends today"
    return f"{'ends' if left > 0 else 'ended'} on {plain_day(last)}"
