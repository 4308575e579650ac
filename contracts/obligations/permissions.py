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


def check_can_set_baseline(user, kpi) -> None:
    """Say where a KPI stood before the contract: who shapes it. Of what is only kept or done there is no amount."""
    check_can_shape(user, kpi.obligation.contract)
    if kpi.is_done_or_not:
        raise WrongState("A KPI that is only kept or not, or reached or not, has no amount to compare")


def can_set_baseline(user, kpi) -> bool:
    return can(check_can_set_baseline, user, kpi)


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
    if side == Side.COUNCIL:
        check_nothing_is_objected(obligation)
    return side


def check_nothing_is_objected(obligation) -> None:
    """The council does not agree over the supplier’s head (``objections`` may be prefetched)."""
    if any(one.is_open for one in obligation.objections.all()):
        raise WrongState("The supplier says that this is not what it offered: change the obligation or answer first")


def check_can_object(user, obligation) -> None:
    """Say that it is not what was offered: the contract's suppliers, before they agree it, once at a time."""
    if side_of(user, obligation.contract) != Side.SUPPLIER:
        raise NotAllowed("The contract’s supplier says whether an obligation is what it offered")
    check_can_agree(user, obligation)
    if any(one.is_open for one in obligation.objections.all()):
        raise WrongState("You have said already that this is not what you offered: the council has not answered yet")


def can_object(user, obligation) -> bool:
    return can(check_can_object, user, obligation)


def check_can_answer(user, objection) -> None:
    """Answer an objection: who shapes the contract, while it is open."""
    check_can_shape(user, objection.obligation.contract)
    if not objection.is_open:
        raise WrongState(f"This objection is closed: “{objection.get_outcome_display()}”")


def can_answer(user, objection) -> bool:
    return can(check_can_answer, user, objection)


def can_agree(user, obligation) -> bool:
    return can(check_can_agree, user, obligation)
