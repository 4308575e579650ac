"""Who reports on what is owed, and so who adds files and stories to a return."""

from contracts.obligations.permissions import side_of
from contracts.register.enums import ContractStatus, Side
from contracts.schedule.enums import OPEN, ReturnStatus
from contracts.schedule.permissions import check_not_locked
from socialvalue.common.errors import NotAllowed, WrongState, can


def contract_of(due):
    return due.kpi.obligation.contract


def reports_for(user, contract) -> Side | None:
    """The side for which they report on the contract; who delivered it before another supplier still owes what was due then."""
    return Side.SUPPLIER if contract.is_open_to(user.delivers_as) else side_of(user, contract)


def check_can_report(user, due) -> Side:
    """The side for which the user reports on this due row. What is the council's own duty only the council reports.

    On a service of the council's own its head reports, and never its contract manager, who verifies.
    """
    side, contract = check_is_owed(user, due), contract_of(due)
    if contract.service_head_id is not None and side == Side.COUNCIL and not due.kpi.client_side:
        raise NotAllowed("The head of service reports on this, and somebody else verifies it")
    return side


def check_is_owed(user, due) -> Side:
    """The side of whoever may keep a figure of this due row: also one of earlier records, which its council brings over."""
    contract = contract_of(due)
    side = side_of(user, contract, due.due_on)
    if side is None:
        raise NotAllowed("Returns are made by the contract's supplier or by the council's contract managers")
    if due.kpi.client_side and side == Side.SUPPLIER:
        raise NotAllowed("This is the council's own duty in the contract: the council reports on it")
    if contract.status == ContractStatus.DRAFT:
        raise WrongState("The contract has not started yet: there is nothing to report")
    if due.waived_at:
        raise WrongState(f"This return is waived. Why: {due.waived_reason}")
    check_not_locked(user, due)
    return side


def can_report(user, due) -> bool:
    return can(check_can_report, user, due)


def check_can_write(user, kpi_return) -> Side:
    """Change a return: by the side that began it, while it is a draft or was sent back."""
    side = check_can_report(user, kpi_return.due)
    if kpi_return.status not in OPEN:
        raise WrongState(f"This return can no longer be changed: it is “{kpi_return.get_status_display()}”")
    if kpi_return.status == ReturnStatus.DRAFT and kpi_return.side != side:
        other = "supplier" if kpi_return.side == Side.SUPPLIER else "council"
        raise WrongState(f"The {other} has begun this return and has not submitted it yet")
    return side


def can_write(user, kpi_return) -> bool:
    return can(check_can_write, user, kpi_return)
