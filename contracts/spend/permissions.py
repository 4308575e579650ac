"""Who says what was spent of a contract."""

from contracts.register.permissions import check_no_tie_to_supplier
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import WrongState, can


def check_can_say_spent(user, contract) -> None:
    """Contract managers with no tie to the supplier, once it has begun; the last invoice may come after its end."""
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    if contract.is_draft:
        raise WrongState("This contract has not begun: nothing is spent before that")


def can_say_spent(user, contract) -> bool:
    return can(check_can_say_spent, user, contract)
