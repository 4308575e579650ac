"""Who keeps framework agreements, and who calls a contract off under one. ``check_…`` raises with the reason."""

from contracts.register.enums import Route
from contracts.register.permissions import check_no_tie_to_supplier
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_not_with
from socialvalue.common.errors import WrongState, can
from socialvalue.common.templatetags.formats import plain_day

OVER = "This framework agreement has ended: it is kept as it was"


def check_can_add_agreement(user, council) -> None:
    user.must_have(Permission.EDIT_CONTRACTS, council)


def can_add_agreement(user, council) -> bool:
    return council is not None and can(check_can_add_agreement, user, council)


def check_can_change_agreement(user, agreement) -> None:
    """Its entry, its lots and its days: contract managers, until it has ended, with no tie to a supplier on it."""
    user.must_have(Permission.EDIT_CONTRACTS, agreement.council_id)
    check_no_tie_to_agreement(user, agreement)
    if agreement.is_over:
        raise WrongState(OVER)


def can_change_agreement(user, agreement) -> bool:
    return can(check_can_change_agreement, user, agreement)


def check_can_call_off(user, agreement) -> None:
    """Call off directly: contract managers of its council with no tie to a supplier on it, from its first day to its last."""
    user.must_have(Permission.EDIT_CONTRACTS, agreement.council_id)
    check_no_tie_to_agreement(user, agreement)
    check_in_force(agreement)


def can_call_off(user, agreement) -> bool:
    return can(check_can_call_off, user, agreement)


def check_can_start_competition(user, agreement) -> None:
    """Ask its suppliers to bid: whoever drafts tenders in its council, with no tie to a supplier on it, while it is in force."""
    user.must_have(Permission.EDIT_COMMISSIONS, agreement.council_id)
    check_no_tie_to_agreement(user, agreement)
    check_in_force(agreement)


def can_start_competition(user, agreement) -> bool:
    return can(check_can_start_competition, user, agreement)


def check_can_record_call_off(user, contract) -> None:
    """Say under which agreement a contract of the register was called off: its council's contract managers, once."""
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    if hasattr(contract, "call_off"):
        raise WrongState("It is recorded already under which framework agreement this contract was called off")
    if contract.route != Route.FRAMEWORK or contract.award_id is not None:
        raise WrongState("Only a contract with the procurement route “Framework” was called off under a framework agreement")


def can_record_call_off(user, contract) -> bool:
    return can(check_can_record_call_off, user, contract)


def check_no_tie_to_agreement(user, agreement) -> None:
    """Neither now nor within two years with a supplier that is on it, or was."""
    if user.ties:
        rows = agreement.lots.values_list("suppliers__supplier", flat=True)
        check_not_with(user, [supplier for supplier in rows if supplier is not None])


def check_in_force(agreement) -> None:
    if agreement.is_live:
        return
    if agreement.is_over:
        raise WrongState(f"This framework agreement ended on {plain_day(agreement.last_day)}: nothing can be called off any more")
    raise WrongState(f"Something can be called off from its first day on, {plain_day(agreement.starts_on)}")
