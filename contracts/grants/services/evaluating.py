"""What a grant did: written by who manages it, agreed to by a second person. Until then it neither ends nor goes on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from contracts.grants.enums import Did, Next
from contracts.grants.models import GrantEvaluation
from contracts.grants.permissions import check_can_decide_evaluation, check_can_evaluate, check_can_withdraw_evaluation
from contracts.register.models import Contract
from contracts.register.services import look_again, tell_suppliers
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.reasons import check_reason, problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell_all
from socialvalue.second_word.services import settle, take_back

SAYS = (
    ("did_words", "Say what shows whether the grant did what it was for"),
    ("learned", "Say what was learned"),
    ("why", "Say why it is to continue, to change or to end"),
)
AGREE_SAY = "Say why you agree"
REFUSE_SAY = "Say why you do not agree: who wrote it reads this"


@dataclass(frozen=True, kw_only=True)
class Evaluated:
    """What somebody writes of a grant: ``did`` it do what it was for, what was ``learned``, what it ``proposes`` and why."""

    did: str
    did_words: str
    learned: str
    proposes: str
    why: str


@transaction.atomic
def write_evaluation(contract: Contract, said: Evaluated, *, by: User, facts: Sequence[str]) -> GrantEvaluation:
    """Keep the evaluation with what was known beside it (``facts``); it counts once somebody else agrees. May raise Refused."""
    contract = locked(contract, AS_READ)
    check_can_evaluate(by, contract)
    problems = [(field, problem) for field, say in SAYS if (problem := problem_with_reason(getattr(said, field), say))]
    if said.did not in Did.values:
        problems.append(("did", "Say whether the grant did what it was for"))
    if said.proposes not in Next.values:
        problems.append(("proposes", "Say what is to become of it"))
    if problems:
        raise Refused(problems)
    assert contract.evaluation_due_on is not None  # or it could not be evaluated
    made = GrantEvaluation.objects.create(
        contract=contract, purpose_then=contract.grant.purpose, due_then=contract.evaluation_due_on, facts=list(facts),
        asked_by=by, did=said.did, proposes=said.proposes, did_words=said.did_words.strip(), learned=said.learned.strip(),
        why=said.why.strip(),
    )  # fmt: skip
    sentence = (
        f"evaluated the grant: it did what it was for: {made.get_did_display().lower()}; {made.get_proposes_display().lower()}"
    )
    record("evaluated a grant", sentence, by=by, about=contract, council=contract.council, reason=made.why)
    tell_all(
        [one for one in people_who(Permission.VERIFY_RETURNS, contract.council) if one.pk != by.pk],
        key=f"grant-evaluation-of:{made.pk}:waits",
        subject=f"Agree to the evaluation of {contract.title}?",
        body=f"{by} evaluated the grant {contract.title} ({contract.reference}). It counts once somebody else agrees.",
        url=reverse("grant-evaluation", args=[made.pk]),
        action="Agree or refuse",
        by=contract.evaluation_due_on,
        why="You get this because you verify returns.",
        council=contract.council,
    )
    return made


@transaction.atomic
def withdraw_evaluation(evaluation: GrantEvaluation, *, by: User) -> GrantEvaluation:
    """Whoever wrote it takes it back, to write another; it stays readable."""
    evaluation = locked(evaluation, AS_READ)
    check_can_withdraw_evaluation(by, evaluation)
    take_back(evaluation)
    contract = evaluation.contract
    record(
        "withdrew a grant's evaluation", "took back the evaluation of the grant", by=by, about=contract, council=contract.council
    )
    return evaluation


@transaction.atomic
def decide_evaluation(evaluation: GrantEvaluation, *, by: User, accept: bool, decision: str) -> GrantEvaluation:
    """Somebody else agrees or refuses, and says why. Agreed, the grant may end, or go on where that is what was proposed."""
    contract = locked(evaluation.contract, NOTHING_READ)
    evaluation = locked(evaluation, AS_READ)
    check_can_decide_evaluation(by, evaluation)
    check_reason(decision, AGREE_SAY if accept else REFUSE_SAY)
    settle(evaluation, by=by, accept=accept, decision=decision)
    if accept:
        save_changes(contract, evaluation_due_on=None)
        look_again(contract)
    sentence = f"{'agreed to' if accept else 'refused'} the evaluation of the grant: {evaluation.get_proposes_display().lower()}"
    verb = "agreed to a grant's evaluation" if accept else "refused a grant's evaluation"
    record(verb, sentence, by=by, about=contract, council=contract.council, reason=decision)
    _tell_decided(contract, evaluation)
    return evaluation


def _tell_decided(contract: Contract, evaluation: GrantEvaluation) -> None:
    agreed = bool(evaluation.accepted)
    told = {one.pk: one for one in (evaluation.asked_by, contract.manager) if one and one.is_active}
    tell_all(
        [one for one in told.values() if one.pk != evaluation.decided_by_id],
        key=f"grant-evaluation-of:{evaluation.pk}:decided",
        subject=f"{'Agreed' if agreed else 'Not agreed'}: the evaluation of {contract.title}",
        body=f"{evaluation.decided_by} {'agreed to' if agreed else 'did not agree to'} the evaluation of {contract.title} "
        f"({contract.reference}).{'' if agreed else ' Write another: the grant neither ends nor goes on before that.'}",
        private=evaluation.decision,
        url=reverse("grant-evaluation", args=[evaluation.pk]),
        action="See what was said",
        why="You get this because you wrote it, or manage this grant.",
        council=contract.council,
        for_information=agreed,
    )
    if agreed:
        nothing_yet = " Until the council tells you of new days, it ends on its last day." if not evaluation.ends_it else ""
        tell_suppliers(
            contract,
            key=f"grant-evaluated:{evaluation.pk}",
            subject=f"The grant {contract.title} is evaluated: {evaluation.get_proposes_display().lower()}",
            body=f"The council has evaluated the grant {contract.title} ({contract.reference}). What it proposes: "
            f"{evaluation.get_proposes_display().lower()}.{nothing_yet}",
            url=reverse("contract-grant", args=[contract.pk]),
            action="See the evaluation",
            for_information=True,
        )
