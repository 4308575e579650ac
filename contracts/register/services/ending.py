"""The end of a contract: before its last day, on it, and when it goes on all the same.

One writer of the status. What becomes of the schedule is decided above: ``schedule.services.end_contract`` and
``obligations.services.carry_on`` call these inside their transaction.
"""

from dataclasses import replace
from datetime import date

from contracts.register.models import Contract
from contracts.register.permissions import check_can_carry_on, check_can_edit_contract
from contracts.register.services.entries import problems_of
from contracts.register.services.looking import look_again
from contracts.register.workflow import CONTRACT
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason, problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law.periods import months_between


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
    # What was possible and is used is no longer possible
    used = months_between(fresh.ends_on, until) if fresh.ends_on else 0
    left = max(fresh.extension_months - used, 0)
    changed = save_changes(fresh, status=status, ends_on=until, ended_on=None, ended_reason="", extension_months=left)
    look_again(fresh)
    sentence = f"extended the contract until {plain_day(until)}"
    record("carry on contract", sentence, by=by, about=fresh, council=fresh.council, reason=reason, changes=changed)
    return fresh
