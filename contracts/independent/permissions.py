"""Who is outside: neither of the two people of a return, nor with its supplier, nor among those who manage its contract."""

from contracts.evidence.permissions import contract_of
from contracts.register.permissions import check_no_tie_to_supplier
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.audit.selectors import timeline
from socialvalue.common.errors import NotAllowed, WrongState, can

WRITTEN = ("begin return", "save return", "submit return")
MANAGES = "You answer for this contract: somebody who does not checks it independently"
BESIDE = "You work in the directorate of this contract: somebody from another one checks it independently"


def _check_verified(kpi_return) -> None:
    if kpi_return.status != ReturnStatus.VERIFIED:
        raise WrongState("Only a verified return is checked independently")


def _check_neither_of_two(user, kpi_return) -> None:
    contract = contract_of(kpi_return.due)
    user.must_have(Permission.VERIFY_RETURNS, contract.council_id)
    if contract.is_open_to(user.delivers_as):
        raise NotAllowed("The supplier's own people do not check its returns")
    check_no_tie_to_supplier(user, contract)
    words = "You made or verified this return: somebody else checks it independently"
    check_another_hand(user, kpi_return.submitted_by_id, kpi_return.created_by_id, kpi_return.decided_by_id, words=words)
    _check_verified(kpi_return)


def check_can_ask(user, kpi_return) -> None:
    """Ask somebody outside to check a verified return: officers of the council who verify returns, with no tie."""
    contract = contract_of(kpi_return.due)
    user.must_have(Permission.VERIFY_RETURNS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    _check_verified(kpi_return)


def can_ask(user, kpi_return) -> bool:
    return can(check_can_ask, user, kpi_return)


def check_is_outside(user, kpi_return) -> None:
    """Check a verified return independently: who verifies returns, and neither wrote, verified nor answers for it."""
    _check_neither_of_two(user, kpi_return)
    contract = contract_of(kpi_return.due)
    check_another_hand(user, contract.manager_id, contract.lead_director_id, words=MANAGES)
    theirs = {m.directorate_id for m in user.current_memberships if m.organisation_id == contract.council_id}
    if contract.directorate_id in theirs:
        raise NotAllowed(BESIDE)
    writers = set(timeline(kpi_return, include_confidential=True).filter(verb__in=WRITTEN).values_list("actor", flat=True))
    check_another_hand(user, *writers, words="You changed this return yourself: somebody else checks it independently")


def is_outside(user, kpi_return) -> bool:
    return can(check_is_outside, user, kpi_return)


def check_can_record_outside(user, kpi_return) -> None:
    """Enter what a body outside the council found, with its document: neither of the two people of the return."""
    _check_neither_of_two(user, kpi_return)


def can_record_outside(user, kpi_return) -> bool:
    return can(check_can_record_outside, user, kpi_return)


def check_can_confirm(user, confirmation) -> None:
    """Answer what one was asked, while one is outside and the return still counts."""
    if confirmation.asked_of_id != user.pk:
        raise NotAllowed("Somebody else was asked to check this return")
    if not confirmation.is_open:
        raise WrongState("You have answered this already")
    check_is_outside(user, confirmation.kpi_return)


def can_confirm(user, confirmation) -> bool:
    return can(check_can_confirm, user, confirmation)


def check_can_settle(user, confirmation) -> None:
    """Say what follows from a finding that does not agree: contract managers with no tie, other than who found it."""
    contract = contract_of(confirmation.kpi_return.due)
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    check_another_hand(user, confirmation.answered_by_id, words="This is your own finding: somebody else says what follows")
    if not confirmation.to_be_settled:
        raise WrongState("There is nothing to settle: it agrees, or somebody has said already what follows")
    _check_verified(confirmation.kpi_return)


def can_settle(user, confirmation) -> bool:
    return can(check_can_settle, user, confirmation)
