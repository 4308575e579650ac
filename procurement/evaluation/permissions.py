"""Who may set up, declare, score, moderate and read. ``check_can_x`` raises with the reason, ``can_x`` answers."""

from procurement.evaluation.enums import EvaluationStatus as S
from procurement.evaluation.models import Evaluation, Panellist
from procurement.evaluation.workflow import EVALUATION
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import NotAllowed, WrongState, can

# From publication until the bids are evaluated
SET_UP_WHILE = (TenderStatus.PUBLISHED, TenderStatus.CLOSED, TenderStatus.OPENED)
READ_RESULTS = (P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS)


def _council(evaluation: Evaluation) -> int:
    return evaluation.tender.commission.council_id


def check_can_set_up(user, tender) -> None:
    """An evaluation lead, from publication until the bids are being evaluated."""
    user.must_have(P.LEAD_EVALUATION, tender.commission.council_id)
    if tender.status not in SET_UP_WHILE:
        raise WrongState(f"A panel can be set up once a tender is published. This one is “{tender.get_status_display()}”.")


def check_can_lead(user, evaluation: Evaluation) -> None:
    """Lead: whoever leads evaluations in this council, unless a declared interest of theirs bars them from this one."""
    user.must_have(P.LEAD_EVALUATION, _council(evaluation))
    if evaluation.panel.filter(user=user, has_interest=True, may_score=False).exists():
        raise NotAllowed("You declared an interest in this tender, so somebody else has to lead its evaluation.")


def check_has_declared(user, evaluation: Evaluation) -> None:
    """Whoever acts as the lead has declared like the panel: the agreed score is theirs to write (s.81 to 83)."""
    if not evaluation.panel.filter(user=user, declared_at__isnull=False).exists():
        raise NotAllowed("Declare first whether you have an interest in this tender. The lead declares like the panel.")


def check_can_change_panel(user, evaluation: Evaluation) -> None:
    check_can_lead(user, evaluation)
    if evaluation.status not in (S.PREPARING, S.SCORING):
        raise WrongState("The panel stays as it is once moderation has begun.")


def check_can_start(user, evaluation: Evaluation, verb: str) -> None:
    """One of the workflow's verbs, at its time."""
    check_can_lead(user, evaluation)
    check_has_declared(user, evaluation)
    EVALUATION.target(verb, evaluation.status)


def check_can_sit(user, panellist: Panellist) -> None:
    """It is their own place on the panel, and they still score bids, or lead evaluations, for this council."""
    if panellist.user_id != user.pk:
        raise NotAllowed("This is another panellist’s place.")
    if not user.can(P.LEAD_EVALUATION, _council(panellist.evaluation)):
        user.must_have(P.SCORE_BIDS, _council(panellist.evaluation))


def check_can_declare(user, panellist: Panellist) -> None:
    check_can_sit(user, panellist)
    if panellist.evaluation.status == S.CLOSED:
        raise WrongState("The evaluation is closed.")


def check_can_decide_interest(user, panellist: Panellist) -> None:
    """Somebody else, who leads evaluations or decides on awards in this council."""
    council = _council(panellist.evaluation)
    if not user.can(P.DECIDE_AWARDS, council):
        user.must_have(P.LEAD_EVALUATION, council)
    if panellist.user_id == user.pk:
        raise NotAllowed("This is your own interest. Somebody else has to decide on it.")
    if panellist.has_interest is not True:
        raise WrongState("No interest was declared.")
    if panellist.evaluation.status == S.CLOSED:
        raise WrongState("The evaluation is closed.")


def check_can_score(user, panellist: Panellist) -> None:
    """Their own place, interests declared, nothing barring them, and scoring under way."""
    check_can_sit(user, panellist)
    if panellist.declared_at is None:
        raise NotAllowed("Declare first whether you have an interest in this tender.")
    if not panellist.may_score:
        decided = panellist.decided_at is not None
        raise NotAllowed(
            "You declared an interest, and it was decided that you do not score this tender."
            if decided
            else "You declared an interest. You can score once somebody else has decided on it."
        )
    if panellist.evaluation.status != S.SCORING:
        raise WrongState("Scoring has not started yet." if panellist.evaluation.status == S.PREPARING else "Scoring has ended.")


def check_can_reopen(user, evaluation: Evaluation) -> None:
    check_can_lead(user, evaluation)
    if evaluation.status != S.SCORING:
        raise WrongState("A final score can be reopened only while scoring goes on, before moderation begins.")


def check_can_moderate(user, evaluation: Evaluation) -> None:
    check_can_lead(user, evaluation)
    check_has_declared(user, evaluation)
    if evaluation.status != S.MODERATING:
        raise WrongState(
            "The evaluation is closed. Its scores stay as they are."
            if evaluation.status == S.CLOSED
            else "Moderation has not started yet."
        )


def check_can_read_result(user, evaluation: Evaluation) -> None:
    """Prices, totals and ranks: whoever leads, checks or decides, once the evaluation is closed."""
    council = _council(evaluation)
    if not any(user.can(permission, council) for permission in READ_RESULTS):
        user.must_have(P.LEAD_EVALUATION, council)
    if evaluation.status != S.CLOSED:
        raise WrongState("There is no result before the evaluation is closed.")


def can_set_up(user, tender) -> bool:
    return can(check_can_set_up, user, tender)


def can_lead(user, evaluation: Evaluation) -> bool:
    return can(check_can_lead, user, evaluation)


def can_declare(user, panellist: Panellist) -> bool:
    return can(check_can_declare, user, panellist)


def can_score(user, panellist: Panellist) -> bool:
    return can(check_can_score, user, panellist)


def can_moderate(user, evaluation: Evaluation) -> bool:
    return can(check_can_moderate, user, evaluation)


def can_read_result(user, evaluation: Evaluation) -> bool:
    return can(check_can_read_result, user, evaluation)
