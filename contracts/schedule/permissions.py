"""Who reminds of what is owed, and who may say that a return is no longer owed.

``check_…`` raises NotAllowed with the reason, ``can_…`` answers yes or no.
"""

from contracts.register.permissions import check_no_tie_to_supplier
from contracts.schedule.enums import HANDED_IN
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import WrongState, can


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
    if due.kpi.obligation.is_ended:
        raise WrongState("The obligation of this return has ended")
    contract = due.kpi.obligation.contract
    if contract.ended_on and due.starts_on > contract.ended_on:
        raise WrongState("The contract had ended before this period began")


def can_owe_again(user, due) -> bool:
    return can(check_can_owe_again, user, due)
