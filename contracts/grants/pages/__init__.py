"""The page of a grant: what it is for, what is paid, what it did."""

from typing import Any

from contracts.grants.calculations import state_of
from contracts.grants.enums import EvaluationState
from contracts.grants.permissions import can_evaluate, can_record_payment, can_shape_grant
from contracts.grants.selectors import evaluations_of, grant_of, known_of, sums_of_contract
from contracts.register.models import Contract
from contracts.register.pages.head import head_of
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day

COLOURS = {
    EvaluationState.OVERDUE: "red",
    EvaluationState.SOON: "yellow",
    EvaluationState.LATER: "grey",
    EvaluationState.AGREED: "green",
}


def state_words(contract: Contract) -> tuple[str, str]:
    """“Evaluation overdue”, and the colour of its tag; an ended grant without one says so."""
    state = state_of(contract.evaluation_due_on, clock.today())
    if state is EvaluationState.AGREED and not contract.grant_evaluations.filter(accepted=True).exists():
        return "Not evaluated", "grey"
    said = {EvaluationState.LATER: "Evaluation due", EvaluationState.SOON: "Evaluation due soon"}
    return said.get(state, "Evaluation overdue" if state is EvaluationState.OVERDUE else "Evaluated"), COLOURS[state]


def grant_context(contract: Contract, user: User) -> dict[str, Any]:
    """What the page of a grant shows to this person."""
    found, today = evaluations_of(contract, user), clock.today()
    return head_of(contract, "contract-grant") | {
        "grant": grant_of(contract),
        "payments": [(one, one.amounts.is_late(today)) for one in contract.grant_payments.all()],
        "sums": sums_of_contract(contract),
        "state": state_words(contract),
        "evaluation_due": plain_day(contract.evaluation_due_on) if contract.evaluation_due_on else "",
        "evaluations": found,
        "may_shape": can_shape_grant(user, contract),
        "may_pay": can_record_payment(user, contract),
        "may_evaluate": can_evaluate(user, contract),
        "known": known_of(contract) if contract.evaluation_due_on and not contract.is_draft else [],
    }
