"""The end of a contract: before its last day, on it, and when it goes on all the same.

One writer of the status. What becomes of the schedule is decided above: ``schedule.services.end_contract`` and
``obligations.services.carry_on`` call these inside their transaction.
"""

from dataclasses import replace
from datetime import date

from contracts.register.calculations.ends import first_evaluation
from contracts.register.models import Contract
from contracts.register.permissions import check_can_carry_on, check_can_edit_contract
from contracts.register.services.entries import planned_until, problems_of
from contracts.register.services.evaluating import check_evaluated, check_goes_on
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
    """End the contract on ``ended_on`` (today, or its agreed last day where that is past, without it). The caller records.

    An end before the agreed day, or where none was agreed, needs a reason. What runs on past its end may end on any day since.
    """
    fresh = locked(contract, expected_version)
    check_can_edit_contract(by, fresh)
    status = CONTRACT.target("end", fresh.status)
    check_evaluated(fresh)
    agreed = None if fresh.runs_on else fresh.ends_on
    day = ended_on or min(clock.today(), agreed or clock.today())
    if day > clock.today():
        raise Refused("The contract cannot have ended on a day that is still to come", "ended_on")
    if agreed is not None and day > agreed:
        raise Refused(f"The contract was agreed until {plain_day(agreed)}: carry it on first, then end it", "ended_on")
    if day < fresh.starts_on:
        raise Refused("The contract cannot end before it starts", "ended_on")
    if fresh.ends_on is None:
        check_reason(reason, "Say why the contract ends: no last day was agreed")
    elif day < fresh.ends_on:
        check_reason(reason, "Say why the contract ends before the agreed day")
    elif reason.strip():
        check_reason(reason, "Leave the reason empty or say why the contract has ended")
    save_changes(fresh, status=status, ended_on=day, ended_reason=reason.strip())
    return fresh


def mark_carried_on(contract: Contract, *, by: User, until: date, reason: str, expected_version: Shown = AS_READ) -> Contract:
    """Let a contract go on until a new last day: one that its last day has ended, or one in force."""
    fresh = locked(contract, expected_version)
    check_can_carry_on(by, fresh)
    check_goes_on(fresh)
    problems: list[tuple[str | None, str]] = []
    if fresh.ends_on is not None and until <= fresh.ends_on:
        problems.append(("until", f"Enter a day after {plain_day(fresh.ends_on)}, the last day so far"))
    elif fresh.is_active and fresh.planned_until is not None and until < clock.today():
        problems.append(("until", "Enter today or a day to come, or end it if it is over already"))
    if problem := problem_with_reason(reason, "Enter why the contract is extended"):
        problems.append(("reason", problem))
    problems += [
        (None if field == "ends_on" else field, words)
        for field, words in problems_of(
            replace(fresh.details(), ends_on=max(until, fresh.ends_on or until)), fresh.council_id, fresh.details()
        )
    ]
    if problems:
        raise Refused(problems)
    status = CONTRACT.target("carry on", fresh.status)
    # What was possible and is used is no longer possible
    used = months_between(fresh.ends_on, until) if fresh.ends_on else 0
    left = max(fresh.extension_months - used, 0)
    changed = save_changes(
        fresh, status=status, ends_on=until, planned_until=None, ended_on=None, ended_reason="", extension_months=left,
        evaluation_due_on=until if fresh.is_grant else None,
    )  # fmt: skip
    changed.pop("planned_until", None)
    changed.pop("evaluation_due_on", None)
    look_again(fresh)
    sentence = f"extended the contract until {plain_day(until)}"
    record("carry on contract", sentence, by=by, about=fresh, council=fresh.council, reason=reason, changes=changed)
    return fresh


def mark_running_on(
    contract: Contract, *, by: User, without_end: bool, reason: str, expected_version: Shown = AS_READ
) -> Contract:
    """Let a contract run without an end, or past its agreed end while no new last day is agreed: the clock does not end it.

    One in force, or one that its last day has ended. Raises Refused without a reason, or where it runs so already.
    """
    fresh = locked(contract, expected_version)
    check_can_carry_on(by, fresh)
    check_goes_on(fresh)
    if fresh.is_grant and without_end and not fresh.has_no_end:
        raise Refused("A grant is for a time and a task: enter its new last day", "how")
    if fresh.is_active and fresh.planned_until is not None and fresh.has_no_end == without_end:
        raise Refused(f"The contract runs {'without an end' if without_end else 'on past its end'} already", "how")
    if fresh.ends_on is None and not without_end:
        raise Refused("The contract has no agreed end that it could run past: enter a new last day, or end it", "how")
    check_reason(reason, "Say why it goes on")
    status = CONTRACT.target("carry on", fresh.status)
    days = {"ends_on": None} if without_end else {}
    planned = planned_until(fresh.starts_on, None)
    due = first_evaluation(clock.today(), None) if fresh.is_grant else None
    changed = save_changes(
        fresh, status=status, planned_until=planned, ended_on=None, ended_reason="", evaluation_due_on=due, **days
    )
    changed.pop("planned_until", None)
    changed.pop("evaluation_due_on", None)
    look_again(fresh)
    said = "without an agreed end" if without_end else f"past its end, {plain_day(fresh.ends_on)}; no new last day is agreed"
    sentence = f"said that the contract runs {'' if without_end else 'on '}{said}"
    record("carry on contract", sentence, by=by, about=fresh, council=fresh.council, reason=reason, changes=changed)
    return fresh


def plan_further(contract: Contract) -> None:
    """Its returns are planned as far ahead as a contract without an end in sight is. The caller has locked it."""
    contract.planned_until = planned_until(contract.starts_on, None)
    contract.save(update_fields=["planned_until"])
