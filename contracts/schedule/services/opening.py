"""A locked period is opened for one side until a day: asked for with a reason, granted by somebody else, told to both sides."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from contracts.register.enums import Side
from contracts.register.models import Contract
from contracts.schedule.calculations.locking import MOST_OPEN
from contracts.schedule.models import DueReturn, LockException
from contracts.schedule.permissions import (
    can_open,
    check_can_ask_to_open,
    check_can_close,
    check_can_open,
    check_can_take_back_asking,
)
from socialvalue.accounts.enums import Duty, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.reasons import check_reason, check_request
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell_all
from socialvalue.second_word.services import settle, take_back


@transaction.atomic
def ask_to_open(contract: Contract, ends_on: date, *, by: User, reason: str, side: Side = Side.SUPPLIER) -> LockException:
    """Ask that the locked period is opened for ``side``. Raises WrongState where it is not locked, is open or was asked for.

    A supplier asks for itself. A contract manager who asks for the supplier's side asks for who delivers it on the due day.
    """
    locked(contract, NOTHING_READ)
    contract = Contract.objects.select_related("council").get(pk=contract.pk)
    check_can_ask_to_open(by, contract, side)
    check_reason(reason, "Say why it comes late, or what has to be changed")
    rows = DueReturn.objects.visible_to(by).owed().filter(kpi__obligation__contract=contract, ends_on=ends_on)
    dues = [due for due in rows.select_related("kpi__obligation__contract__council__period_lock") if due.is_locked]
    if not dues:
        raise WrongState("This period is not locked: make the returns on its page")
    supplier = _supplier(contract, dues[0], by) if side == Side.SUPPLIER else None
    others = LockException.objects.filter(contract=contract, ends_on=ends_on, side=side)
    if others.waiting().exists():
        raise WrongState("Somebody has asked for this already: the council has not answered yet")
    if others.in_force().filter(supplier=supplier).exists():
        raise WrongState("This period is open already")
    asked = LockException.objects.create(
        contract=contract, ends_on=ends_on, side=side, supplier=supplier, reason=reason.strip(), asked_by=by
    )
    _record(asked, "ask to open period", "asked to open the period that ended on", by=by, reason=reason.strip())
    tell_all(
        _who_answer(asked),
        key=f"lock-exception-asked:{asked.pk}",
        subject=f"Please answer: {asked.who} asks to open a locked period of {contract.title}",
        body=f"{by} asks to open the period that ended on {plain_day(ends_on)} for {asked.who}. "
        f"{_count(dues)} of it {'is' if len(dues) == 1 else 'are'} locked. Say until when it is open, or why it is not.",
        url=reverse("returns-exception", args=[asked.pk]),
        action="Answer it",
        why="You get this because you answer for returns of this contract.",
        private=reason.strip(),
        council=contract.council,
        duty=Duty.CONTRACTS,
    )
    return asked


def _count(dues: list[DueReturn]) -> str:
    return "1 return" if len(dues) == 1 else f"{len(dues)} returns"


def _supplier(contract: Contract, due: DueReturn, by: User) -> Organisation:
    able = [party.open_to for party in contract.parties.all() if party.open_to is not None and party.holds_on(due.due_on)]
    found = [supplier for supplier in able if supplier.pk in by.delivers_as] or able
    if not found:
        raise WrongState("No supplier of this contract has an account here: ask for the council’s side")
    return found[0]


def _who_answer(asked: LockException) -> list[User]:
    """The contract's manager and lead director who may answer; where there is none, everybody who may."""
    contract = asked.contract
    able = [person for person in people_who(Permission.VERIFY_RETURNS, contract.council) if can_open(person, asked)]
    return [person for person in able if person.pk in (contract.manager_id, contract.lead_director_id)] or able


@transaction.atomic
def grant(asked: LockException, *, by: User, until: date, comment: str = "") -> LockException:
    """Open it from now to the end of ``until``. It then locks again by itself; no clock has to come by."""
    fresh = _locked(asked)
    check_can_open(by, fresh)
    today = clock.today()
    if not today <= until <= today + timedelta(days=MOST_OPEN):
        last = plain_day(today + timedelta(days=MOST_OPEN))
        raise Refused(f"Enter a day from today to {last}: an exception lasts {MOST_OPEN} days at most", "until")
    save_changes(fresh, until=until)
    settle(fresh, by=by, accept=True, decision=comment)
    words = f"opened until {plain_day(until)} for {fresh.who} the period that ended on"
    _record(fresh, "open period", words, by=by, reason=comment.strip())
    _tell(fresh, "granted", f"is open for {fresh.who} until {plain_day(until)}", by=by, said=comment.strip(), until=until)
    return fresh


@transaction.atomic
def refuse(asked: LockException, *, by: User, comment: str) -> LockException:
    fresh = _locked(asked)
    check_can_open(by, fresh)
    check_request(comment, "Say why it stays locked")
    settle(fresh, by=by, accept=False, decision=comment)
    _record(fresh, "refuse to open period", "refused to open the period that ended on", by=by, reason=comment.strip())
    _tell(fresh, "refused", "stays locked", by=by, said=comment.strip())
    return fresh


@transaction.atomic
def take_back_asking(asked: LockException, *, by: User) -> LockException:
    fresh = _locked(asked)
    check_can_take_back_asking(by, fresh)
    take_back(fresh)
    _record(fresh, "take back asking", "no longer asks to open the period that ended on", by=by)
    return fresh


@transaction.atomic
def close(exception: LockException, *, by: User) -> LockException:
    """Lock the period again before the exception's last day. What was sent through it can still be decided on."""
    fresh = _locked(exception)
    check_can_close(by, fresh)
    save_changes(fresh, closed_at=clock.now(), closed_by=by)
    _record(fresh, "close period", f"locked again for {fresh.who} the period that ended on", by=by)
    _tell(fresh, "closed", f"is locked again for {fresh.who}", by=by)
    return fresh


def _locked(exception: LockException) -> LockException:
    locked(exception, AS_READ)
    return LockException.objects.select_related("contract__council", "supplier").get(pk=exception.pk)


def _record(one: LockException, verb: str, words: str, *, by: User, reason: str = "") -> None:
    contract = one.contract
    record(verb, f"{words} {plain_day(one.ends_on)}", by=by, about=[one, contract], council=contract.council, reason=reason)


def _tell(one: LockException, what: str, now: str, *, by: User, said: str = "", until: date | None = None) -> None:
    """Both sides: the suppliers' people, the contract's manager, who asked; not the person who did it."""
    contract = one.contract
    told = {person.pk: person for supplier in contract.delivering() for person in people_who(Permission.BID, supplier)}
    told |= {person.pk: person for person in (contract.manager, one.asked_by) if person is not None and person.is_active}
    if one.supplier_id is not None:
        # Of one supplier's lateness another hears nothing
        theirs = {person.pk for person in people_who(Permission.BID, one.supplier)}
        told = {pk: person for pk, person in told.items() if pk in theirs or not person.can(Permission.BID)}
    tell_all(
        [person for person in told.values() if person.pk != by.pk],
        key=f"lock-exception-{what}:{one.pk}",
        subject=f"A locked period of {contract.title} {now}",
        body=f"The period that ended on {plain_day(one.ends_on)} {now}. {by} decided so; the page says why it was asked for.",
        url=reverse("returns-exception", args=[one.pk]),
        action="See the exception",
        why="You get this because you deliver or manage this contract.",
        by=until,
        private=said,
        council=contract.council,
        for_information=until is None,
    )
