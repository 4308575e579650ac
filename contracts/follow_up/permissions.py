"""Who follows up, and who enters rules between measures."""

from contracts.register.permissions import check_no_tie_to_supplier
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState, can


def check_can_follow_up(user, item) -> None:
    """Give it to somebody or say that it is done: contract managers and who verifies returns, with no tie, while it stands."""
    if not user.can(Permission.EDIT_CONTRACTS, item.council_id):
        user.must_have(Permission.VERIFY_RETURNS, item.council_id)
    check_no_tie_to_supplier(user, item.contract)
    if not item.is_open:
        raise WrongState("There is nothing to follow up: it no longer stands, or somebody was done with it")


def can_follow_up(user, item) -> bool:
    return can(check_can_follow_up, user, item)


def check_can_be_given(user, item) -> None:
    """Take care of it: contract managers of the council with no tie to the supplier."""
    if not user.is_active or not user.can(Permission.EDIT_CONTRACTS, item.council_id):
        raise NotAllowed("Only a contract manager can be asked to follow up")
    check_no_tie_to_supplier(user, item.contract)


def can_be_given(user, item) -> bool:
    return can(check_can_be_given, user, item)


def check_can_rule(user, council) -> None:
    """Enter or end a rule between measures: contract managers of the council."""
    user.must_have(Permission.EDIT_CONTRACTS, council)


def can_rule(user, council) -> bool:
    return can(check_can_rule, user, council)
