"""Who reminds of what is owed, and who may say that a return is no longer owed; who still changes what a period locked holds.

``check_…`` raises NotAllowed with the reason, ``can_…`` answers yes or no.
"""

from datetime import date

from contracts.register.enums import Side
from contracts.register.permissions import acts_for_council, acts_for_supplier, check_no_tie_to_supplier
from contracts.schedule.calculations.locking import Act, Opened, opens
from contracts.schedule.enums import HANDED_IN
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand, check_can_administer
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.second_word.permissions import check_first, check_waits

ANSWERED = "This was answered already, or taken back"


def opened_for(contract, ends_on: date) -> list[Opened]:
    """What was granted for a period of the contract (``lock_exceptions`` may be prefetched)."""
    granted = (one.opened for one in contract.lock_exceptions.all() if one.ends_on == ends_on)
    return [one for one in granted if one is not None]


def check_not_locked(user, due, act: Act = Act.WRITE, sent_on: date | None = None) -> None:
    """Nobody changes anything of a period that is locked, but through an exception: ``opens`` of the rule says whose.

    ``sent_on``: of a decision, the day on which the return was sent.
    """
    if not due.is_locked:
        return
    contract = due.kpi.obligation.contract
    side = Side.SUPPLIER if acts_for_supplier(user, contract, due.due_on) else Side.COUNCIL
    theirs = opened_for(contract, due.ends_on)
    if not opens(act, theirs, side=side, suppliers=user.delivers_as, today=clock.today(), sent_on=sent_on):
        raise WrongState(locked_words(due))


def locked_words(due) -> str:
    last = plain_day(due.open_until)
    return f"This period locked after {last}: without an exception nothing of it is sent, changed or verified"


def is_open_for(user, due, act: Act = Act.WRITE) -> bool:
    """Whether no lock stands in the way of this person."""
    return can(check_not_locked, user, due, act)


def check_can_set_lock(user, council) -> None:
    check_can_administer(user, council)


def can_set_lock(user, council) -> bool:
    return can(check_can_set_lock, user, council)


def check_can_ask_to_open(user, contract, side: Side) -> None:
    """Ask for an exception: the contract's suppliers for themselves, the council's contract managers for either side."""
    if side == Side.SUPPLIER and contract.is_open_to(user.delivers_as):
        return
    if not acts_for_council(user, contract):
        raise NotAllowed("Exceptions are asked for by the contract's supplier and by the council's contract managers")
    check_no_tie_to_supplier(user, contract)


def can_ask_to_open(user, contract, side: Side) -> bool:
    return can(check_can_ask_to_open, user, contract, side)


def check_can_open(user, exception) -> None:
    """Grant or refuse an exception: an officer who verifies returns of the contract, another than asked, with no tie to it."""
    contract = exception.contract
    user.must_have(Permission.VERIFY_RETURNS, contract.council_id)
    if contract.is_open_to(user.delivers_as):
        raise NotAllowed("The supplier's own people do not grant it an exception")
    check_no_tie_to_supplier(user, contract)
    check_another_hand(user, exception.asked_by_id, words="You asked for this: somebody else grants it")
    check_waits(exception, ANSWERED)


def can_open(user, exception) -> bool:
    return can(check_can_open, user, exception)


def check_can_take_back_asking(user, exception) -> None:
    check_first(user, exception, words="Only the person who asked for this can take it back", over=ANSWERED)


def can_take_back_asking(user, exception) -> bool:
    return can(check_can_take_back_asking, user, exception)


def check_can_close(user, exception) -> None:
    """End an exception before its last day: those who could have granted it, and the side that it is for."""
    if not (exception.side == Side.SUPPLIER and exception.supplier_id in user.delivers_as):
        user.must_have(Permission.VERIFY_RETURNS, exception.contract.council_id)
        check_no_tie_to_supplier(user, exception.contract)
    if not exception.is_in_force:
        raise WrongState("This exception is over")


def can_close(user, exception) -> bool:
    return can(check_can_close, user, exception)


def check_can_chase(user, contract) -> None:
    """Contract managers, once the contract has started: what was owed is still owed after its end."""
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    if contract.is_draft:
        raise WrongState("The contract has not started: no return is due yet")


def can_chase(user, contract) -> bool:
    return can(check_can_chase, user, contract)


def check_can_waive(user, due) -> None:
    """Contract managers without a tie to the supplier, while nothing was ever handed in for the period.

    What was sent back was handed in all the same.
    """
    check_can_chase(user, due.kpi.obligation.contract)
    check_no_tie_to_supplier(user, due.kpi.obligation.contract)
    if due.waived_at:
        raise WrongState("This return is waived already")
    check_not_locked(user, due)
    if any(version.status in HANDED_IN for version in due.returns.all()):
        raise WrongState("A return was submitted for this period, so it cannot be waived. Send it back or correct it.")
    if any(version.first_submitted_at for version in due.returns.all()):
        raise WrongState("A return was submitted for this period and sent back, so it cannot be waived")


def can_waive(user, due) -> bool:
    return can(check_can_waive, user, due)


def check_can_owe_again(user, due) -> None:
    """Contract managers, while the obligation and the contract still ask for the period."""
    check_can_chase(user, due.kpi.obligation.contract)
    if not due.waived_at:
        raise WrongState("This return is due: nobody has waived it")
    check_not_locked(user, due)
    if due.kpi.obligation.is_ended:
        raise WrongState("The obligation of this return has ended")
    contract = due.kpi.obligation.contract
    if contract.ended_on and due.starts_on > contract.ended_on:
        raise WrongState("The contract had ended before this period began")


def can_owe_again(user, due) -> bool:
    return can(check_can_owe_again, user, due)
