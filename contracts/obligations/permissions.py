"""Who may shape and agree obligations."""

from contracts.obligations.enums import AgreementStatus
from contracts.register.enums import Side
from contracts.register.permissions import (
    acts_for_council,
    acts_for_supplier,
    check_can_edit_contract,
    check_can_register_contract,
    check_no_tie_to_supplier,
)
from socialvalue.common.errors import NotAllowed, WrongState, can


def check_can_shape(user, contract) -> None:
    """Add, reword or end obligations and KPIs: the council's contract managers, while the contract has not ended."""
    check_can_edit_contract(user, contract)
    check_no_tie_to_supplier(user, contract)


def can_shape(user, contract) -> bool:
    return can(check_can_shape, user, contract)


def check_can_copy(user, contract) -> None:
    """Start another contract from this one: contract managers of its council, once it was agreed."""
    check_can_register_contract(user, contract.council_id)
    if contract.is_draft:
        raise WrongState("This contract is still being agreed: change it instead")


def can_copy(user, contract) -> bool:
    return can(check_can_copy, user, contract)


def side_of(user, contract, day=None) -> Side | None:
    """Which side of the contract the user acts for on ``day`` (today), if any."""
    if acts_for_supplier(user, contract, day):
        return Side.SUPPLIER
    return Side.COUNCIL if acts_for_council(user, contract) else None


def check_can_agree(user, obligation) -> Side:
    """The side for which the user may agree now. Each side agrees once."""
    side = side_of(user, obligation.contract)
    if side is None:
        raise NotAllowed("Obligations are agreed by the contract's supplier and by the council's contract managers")
    if side == Side.COUNCIL:
        check_no_tie_to_supplier(user, obligation.contract)
    if obligation.status != AgreementStatus.PROPOSED:
        raise WrongState(f"This cannot be done now: the obligation is “{obligation.get_status_display()}”")
    agreed = obligation.supplier_agreed_at if side == Side.SUPPLIER else obligation.council_agreed_at
    if agreed:
        raise WrongState("Your side has agreed this obligation already")
    return side


def can_agree(user, obligation) -> bool:
    return can(check_can_agree, user, obligation)
