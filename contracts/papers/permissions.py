"""Who adds a document to a contract, replaces one, and says that one is no longer needed."""

from contracts.register.enums import Side
from contracts.register.permissions import acts_for_council, acts_for_supplier, check_no_tie_to_supplier, heads_service
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState, can

ENDED = "This contract has ended: its documents are kept as they were"
OVER = "There is a newer one already, or it was set aside"


def check_can_add_paper(user, contract) -> Side:
    """The side for which they add it: people of a supplier that delivers it now, or the council's contract managers."""
    side = _side(user, contract)
    if contract.is_ended:
        raise WrongState(ENDED)
    return side


def can_add_paper(user, contract) -> bool:
    return can(check_can_add_paper, user, contract)


def check_can_replace_paper(user, paper) -> None:
    """A newer one of the same: of a supplier's its own people, or the council it was sent to; of the council's the council."""
    side = check_can_add_paper(user, paper.contract)
    if side == Side.SUPPLIER and paper.supplier_id not in user.delivers_as:
        raise NotAllowed("This document is the council’s: its contract managers add the newer one")
    if paper.is_set_aside or hasattr(paper, "replaced_by"):
        raise WrongState(OVER)


def can_replace_paper(user, paper) -> bool:
    return can(check_can_replace_paper, user, paper)


def check_can_set_aside_paper(user, paper) -> None:
    """Say that it is no longer needed: the council's contract managers, with no tie to the supplier."""
    user.must_have(Permission.EDIT_CONTRACTS, paper.contract.council_id)
    check_no_tie_to_supplier(user, paper.contract)
    if paper.contract.is_ended:
        raise WrongState(ENDED)
    if paper.is_set_aside or hasattr(paper, "replaced_by"):
        raise WrongState(OVER)


def can_set_aside_paper(user, paper) -> bool:
    return can(check_can_set_aside_paper, user, paper)


def _side(user, contract) -> Side:
    # The documents of a service of the council's own are the council's
    if heads_service(user, contract):
        return Side.COUNCIL
    if acts_for_supplier(user, contract):
        return Side.SUPPLIER
    if acts_for_council(user, contract):
        return Side.COUNCIL
    raise NotAllowed("Documents are added by the contract’s supplier or by the council’s contract managers")
