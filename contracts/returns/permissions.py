"""Who verifies: neither the one who reported nor the supplier. Who takes back, for ten minutes, what they did."""

from contracts.evidence.permissions import check_can_report, check_can_write, check_is_owed, contract_of
from contracts.register.permissions import acts_for_supplier, check_no_tie_to_supplier
from contracts.schedule.calculations.locking import Act
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.permissions import check_not_locked
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.common.undoing import check_held_by_nothing, check_in_time

# Who reports or verifies; others read returns on the pages of their contracts
HANDLE_RETURNS = frozenset({Permission.EDIT_CONTRACTS, Permission.VERIFY_RETURNS, Permission.BID})


def check_can_decide(user, kpi_return) -> None:
    """Verify a return or send it back: an officer of the council who may verify, and neither wrote nor submitted it.

    What the council reports on its own duty the supplier confirms as well: it knows whether it was done.
    """
    contract = contract_of(kpi_return.due)
    if confirms(user, kpi_return.due):
        _check_one_side(user, contract)
        _check_submitted(user, kpi_return)
        return
    user.must_have(Permission.VERIFY_RETURNS, contract.council_id)
    if contract.is_open_to(user.delivers_as):
        raise NotAllowed("The supplier's own people do not verify its returns")
    check_no_tie_to_supplier(user, contract)
    own = "You made this return yourself: somebody else verifies it"
    check_another_hand(user, kpi_return.submitted_by_id, kpi_return.created_by_id, words=own)
    _check_submitted(user, kpi_return)


def _check_submitted(user, kpi_return) -> None:
    if kpi_return.status != ReturnStatus.SUBMITTED:
        raise WrongState(f"This cannot be done now: the return is “{kpi_return.get_status_display()}”")
    _check_open_to_decide(user, kpi_return)


def _check_open_to_decide(user, kpi_return) -> None:
    sent_on = kpi_return.submitted_at.astimezone(clock.LONDON).date() if kpi_return.submitted_at else None
    check_not_locked(user, kpi_return.due, Act.DECIDE, sent_on)


def confirms(user, due) -> bool:
    """Whether this person acts for the supplier to whom the council promised what ``due`` asks for."""
    return due.kpi.client_side and acts_for_supplier(user, contract_of(due), due.due_on)


def _check_one_side(user, contract) -> None:
    if user.can(Permission.VERIFY_RETURNS, contract.council_id):
        raise NotAllowed("You act for both sides of this contract: somebody of the supplier alone confirms this")


def can_decide(user, kpi_return) -> bool:
    return can(check_can_decide, user, kpi_return)


def check_can_drop(user, kpi_return) -> None:
    """Drop a correction that was begun: by the side that began it, until it is submitted. The verified return stays."""
    check_can_write(user, kpi_return)
    if kpi_return.number == 1 or kpi_return.status != ReturnStatus.DRAFT:
        raise WrongState("Only a correction that is not submitted can be dropped")


def can_drop(user, kpi_return) -> bool:
    return can(check_can_drop, user, kpi_return)


def check_can_undo_submit(user, kpi_return) -> None:
    """Take back the submitting of a return: who did it, or a colleague of the same supplier, until somebody has decided on it."""
    if kpi_return.status != ReturnStatus.SUBMITTED:
        raise WrongState(f"This cannot be undone: the return is “{kpi_return.get_status_display()}”")
    _check_made_here(kpi_return)
    if user.pk != kpi_return.submitted_by_id and not _same_supplier(user, kpi_return):
        raise NotAllowed("Only the person who submitted this return, or a colleague of the same supplier, can undo it")
    check_in_time(kpi_return.submitted_at)
    check_can_report(user, kpi_return.due)


def can_undo_submit(user, kpi_return) -> bool:
    return can(check_can_undo_submit, user, kpi_return)


def _same_supplier(user, kpi_return) -> bool:
    theirs = set(user.delivers_as) & {p.open_to_id for p in contract_of(kpi_return.due).parties.all()}
    return bool(theirs & set(kpi_return.submitted_by.delivers_as))


def check_can_undo_verify(user, kpi_return) -> None:
    """Take back a verification: who verified, until a correction is begun or a report is frozen with the return in it."""
    if kpi_return.status != ReturnStatus.VERIFIED:
        raise WrongState(f"This cannot be undone: the return is “{kpi_return.get_status_display()}”")
    _check_made_here(kpi_return)
    if user.pk != kpi_return.decided_by_id:
        raise NotAllowed("Only the person who verified this return can undo it")
    check_in_time(kpi_return.decided_at)
    if not confirms(user, kpi_return.due):
        user.must_have(Permission.VERIFY_RETURNS, contract_of(kpi_return.due).council_id)
    _check_open_to_decide(user, kpi_return)
    if kpi_return.due.returns.filter(number__gt=kpi_return.number).exists():
        raise WrongState("This cannot be undone: somebody has begun a correction of the verified return")
    check_held_by_nothing(kpi_return)


def can_undo_verify(user, kpi_return) -> bool:
    return can(check_can_undo_verify, user, kpi_return)


def _check_made_here(kpi_return) -> None:
    if kpi_return.brought_over:
        raise WrongState("This return was brought over from earlier records: correct it, with a reason")


def check_can_bring_over(user, due) -> None:
    """Bring a return over from earlier records: contract managers with no tie to the supplier, once the contract has started."""
    contract = contract_of(due)
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    check_is_owed(user, due)


def can_bring_over(user, due) -> bool:
    return can(check_can_bring_over, user, due)


def check_can_stand_for_earlier(user, contract, brought_by) -> None:
    """Say that what somebody brings over was verified: an officer who may verify returns of the contract, another hand."""
    user.must_have(Permission.VERIFY_RETURNS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    check_another_hand(user, brought_by.pk, words="Somebody else than who brings returns over says that they were verified")


def can_stand_for_earlier(user, contract, brought_by) -> bool:
    return can(check_can_stand_for_earlier, user, contract, brought_by)
