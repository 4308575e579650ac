"""Who says what a grant is for, what is paid of it and what it did. ``check_…`` raises with the reason, ``can_…`` answers."""

from contracts.register.permissions import check_no_tie_to_supplier
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common import clock
from socialvalue.common.errors import WrongState, can
from socialvalue.second_word.permissions import check_first, check_waits

NO_GRANT = "This is no grant"
OVER = "This evaluation was decided already, or taken back"


def check_can_shape_grant(user, contract) -> None:
    """Say what it is for, and what is to be paid when: contract managers with no tie to who holds it, until it has ended."""
    _check_manages(user, contract)
    if contract.is_ended:
        raise WrongState("This grant has ended: what it was for is kept as it was")


def can_shape_grant(user, contract) -> bool:
    return can(check_can_shape_grant, user, contract)


def check_can_record_payment(user, contract) -> None:
    """Record what was paid: contract managers with no tie, once it has begun; the last payment may follow its end."""
    _check_manages(user, contract)
    if contract.is_draft:
        raise WrongState("This grant has not begun: nothing is paid before that")


def can_record_payment(user, contract) -> bool:
    return can(check_can_record_payment, user, contract)


def check_can_evaluate(user, contract) -> None:
    """Write what it did: contract managers with no tie, while it is in force and its evaluation is owed, one at a time."""
    _check_manages(user, contract)
    if not contract.is_active or contract.starts_on > clock.today():
        raise WrongState("A grant is evaluated once it has begun, before it ends")
    if contract.evaluation_due_on is None:
        raise WrongState("This grant is evaluated, and a second person agreed: another is due when it goes on")
    if not hasattr(contract, "grant"):
        raise WrongState("Say first what the grant is for: that is what it is evaluated by")
    if contract.grant_evaluations.undecided().exists():
        raise WrongState("An evaluation is written already and waits for a second person")


def can_evaluate(user, contract) -> bool:
    return can(check_can_evaluate, user, contract)


def check_can_decide_evaluation(user, evaluation) -> None:
    """Agree or refuse: who verifies returns in its council, another hand than wrote it, with no tie to who holds the grant."""
    user.must_have(Permission.VERIFY_RETURNS, evaluation.contract.council_id)
    check_no_tie_to_supplier(user, evaluation.contract)
    check_waits(evaluation, OVER)
    check_another_hand(user, evaluation.asked_by_id, words="You wrote this evaluation. Somebody else decides on it.")


def can_decide_evaluation(user, evaluation) -> bool:
    return can(check_can_decide_evaluation, user, evaluation)


def check_can_withdraw_evaluation(user, evaluation) -> None:
    """Take back what one has written oneself, until it is decided."""
    check_first(user, evaluation, words="Only the officer who wrote this evaluation can take it back", over=OVER)


def can_withdraw_evaluation(user, evaluation) -> bool:
    return can(check_can_withdraw_evaluation, user, evaluation)


def _check_manages(user, contract) -> None:
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    if not contract.is_grant:
        raise WrongState(NO_GRANT)
