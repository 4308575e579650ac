"""Who brings running contracts in, and who stands for what earlier records call verified."""

from contracts.register.permissions import check_can_register_contract
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.second_word.permissions import check_first, check_waits

OVER = "This file was imported, or abandoned, meanwhile"


def check_can_bring_in(user, council) -> None:
    """Contract managers of the council, as for the register: who keeps the contracts answers for what is said of them.

    What of it concerns a contract with whose supplier they have a tie is refused line by line.
    """
    check_can_register_contract(user, council)


def check_can_go_on(user, kept) -> None:
    """With a file of one's own, until it is imported or abandoned."""
    check_can_bring_in(user, kept.council)
    check_first(user, kept, words="Only who uploaded this file goes on with it", over=OVER)
    if kept.is_over:
        raise WrongState(OVER)


def can_go_on(user, kept) -> bool:
    return can(check_can_go_on, user, kept)


def check_can_stand_for(user, kept) -> None:
    """Agree or refuse to stand for its verified returns: the officer who was asked, who verifies returns of the council."""
    user.must_have(Permission.VERIFY_RETURNS, kept.council_id)
    if user.pk != kept.second_id:
        raise NotAllowed("Only the officer who was asked can answer this")
    check_another_hand(user, kept.asked_by_id, words="You uploaded this file: somebody else stands for its verified returns")
    check_waits(kept, OVER)
    if not kept.asks_second:
        raise WrongState("This file does not wait for an answer")


def can_stand_for(user, kept) -> bool:
    return can(check_can_stand_for, user, kept)
