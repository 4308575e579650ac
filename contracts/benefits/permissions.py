"""Who keeps a council's lists of groups, who asks a KPI for them, and who reads parts about few people."""

from contracts.obligations.permissions import check_can_shape
from contracts.performance.enums import Kind
from contracts.register.permissions import acts_for_supplier
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_can_administer
from socialvalue.common.errors import WrongState, can


def check_can_keep_lists(user, council) -> None:
    check_can_administer(user, council)


def can_keep_lists(user, council) -> bool:
    return can(check_can_keep_lists, user, council)


def check_can_ask_who(user, kpi) -> None:
    """Ask a KPI who benefited: those who shape the contract, of a number that is added up (people, places, hours)."""
    check_can_shape(user, kpi.obligation.contract)
    if kpi.kind != Kind.SUM:
        raise WrongState("Who benefited is asked of a number that is added up, not of a share, a level or a yes and no")


def can_ask_who(user, kpi) -> bool:
    return can(check_can_ask_who, user, kpi)


def reads_exactly(user, due) -> bool:
    """Parts of fewer than five people: who reported them, and the officers who manage the contract or verify its returns."""
    contract = due.kpi.obligation.contract
    officer = (Permission.EDIT_CONTRACTS, Permission.VERIFY_RETURNS)
    return acts_for_supplier(user, contract, due.due_on) or any(user.can(one, contract.council_id) for one in officer)
