"""Who sets money aside for new ideas, proposes and approves projects, and says what was spent and what came of them."""

from contracts.register.enums import Side
from contracts.register.permissions import acts_for_council, acts_for_supplier, check_no_tie_to_supplier
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.second_word.permissions import check_first, check_waits

ENDED = "This contract has ended: what was set aside is kept as it was"
OVER = "This project was decided on already, or taken back"


def check_can_set_aside(user, contract) -> None:
    """Set a sum aside, or change it: contract managers with no tie to the supplier, until the contract has ended."""
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    if contract.is_ended:
        raise WrongState(ENDED)


def can_set_aside(user, contract) -> bool:
    return can(check_can_set_aside, user, contract)


def check_can_propose(user, contract) -> Side:
    """The side for which they propose a project: people of a supplier that delivers it now, or contract managers with no tie."""
    side = _side(user, contract)
    if not contract.is_active:
        raise WrongState(
            ENDED if contract.is_ended else "The contract is still being agreed: projects follow once it is in force"
        )
    return side


def can_propose(user, contract) -> bool:
    return can(check_can_propose, user, contract)


def check_can_approve(user, project) -> None:
    """Approve or refuse: who verifies returns in its council, another hand than proposed it, with no tie to the supplier."""
    contract = project.pot.contract
    user.must_have(Permission.VERIFY_RETURNS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    if contract.is_ended:
        raise WrongState(ENDED)
    check_waits(project, OVER)
    check_another_hand(user, project.asked_by_id, words="You proposed this project. Somebody else decides on it.")


def can_approve(user, project) -> bool:
    return can(check_can_approve, user, project)


def check_can_take_back(user, project) -> None:
    """Take back a project that one has proposed oneself, until it is decided on."""
    check_first(user, project, words="Only who proposed this project can take it back", over=OVER)


def can_take_back(user, project) -> bool:
    return can(check_can_take_back, user, project)


def check_can_account(user, project) -> Side:
    """Say what was spent of it in a quarter, and what came of it: either side, while it is under way."""
    side = _side(user, project.pot.contract)
    if not project.is_running:
        raise WrongState("Only a project that is under way is accounted for")
    return side


def can_account(user, project) -> bool:
    return can(check_can_account, user, project)


def _side(user, contract) -> Side:
    if acts_for_supplier(user, contract):
        return Side.SUPPLIER
    if acts_for_council(user, contract):
        check_no_tie_to_supplier(user, contract)
        return Side.COUNCIL
    raise NotAllowed("Projects are the business of the contract’s supplier and of the council’s contract managers")
