"""Who enters a supply chain, and who confirms it. ``check_…`` raises with the reason, ``can_…`` answers."""

from contracts.register.permissions import acts_for_supplier, check_no_tie_to_supplier
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.second_word.permissions import check_waits

OVER = "This quarter was decided on already, or taken back"


def check_can_enter(user, contract) -> None:
    """Enter who works beneath the supplier: its own people, once the contract has started; its last quarter after its end too."""
    if not acts_for_supplier(user, contract):
        raise NotAllowed("The contract’s supplier enters who works for it")
    if contract.is_draft:
        raise WrongState("The contract is still being agreed: the supply chain follows once it is in force")


def can_enter(user, contract) -> bool:
    return can(check_can_enter, user, contract)


def check_can_change(user, period) -> None:
    """Change a quarter: as it was entered, until it is sent."""
    check_can_enter(user, period.contract)
    if not period.is_being_entered:
        raise WrongState("This quarter was sent already: enter it again once the council has sent it back")


def can_change(user, period) -> bool:
    return can(check_can_change, user, period)


def check_can_confirm(user, period) -> None:
    """Confirm a quarter or send it back: contract managers with no tie to the supplier, another hand than entered it."""
    user.must_have(Permission.EDIT_CONTRACTS, period.contract.council_id)
    check_no_tie_to_supplier(user, period.contract)
    check_waits(period, OVER)
    if period.sent_at is None:
        raise WrongState("The supplier is still entering this quarter")
    check_another_hand(user, period.asked_by_id, words="You entered this quarter. Somebody else confirms it.")


def can_confirm(user, period) -> bool:
    return can(check_can_confirm, user, period)


def check_can_define(user, contract) -> None:
    """Say what an easy, a usual and a hard case is: contract managers with no tie, until the contract has ended."""
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    if contract.is_ended:
        raise WrongState("This contract has ended: what it calls easy and hard is kept as it was")


def can_define(user, contract) -> bool:
    return can(check_can_define, user, contract)
