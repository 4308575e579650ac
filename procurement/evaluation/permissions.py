"""Who may score, moderate, close and read. ``check_can_x`` raises with the reason, ``can_x`` answers."""

from procurement.bidding.querysets import questions_to_score
from procurement.evaluation.models import ModeratedScore, Score
from procurement.panel.enums import EvaluationStatus as S
from procurement.panel.enums import ScoreStatus
from procurement.panel.models import Evaluation, Panellist
from procurement.panel.permissions import (
    check_can_lead,
    check_can_sit,
    check_has_declared,
    check_interests_decided,
    check_no_ties,
    check_not_tied,
)
from procurement.panel.workflow import EVALUATION
from procurement.tendering.calculations import tree
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.common.undoing import check_in_time

READ_RESULTS = (P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS)


def _council(evaluation: Evaluation) -> int:
    return evaluation.tender.commission.council_id


def check_result_stands(evaluation: Evaluation) -> None:
    """A closed result that rests on scores set aside since carries no award."""
    shaken = ModeratedScore.objects.filter(bid__tender=evaluation.tender_id, look_again_at__isnull=False)
    if evaluation.status != S.CLOSED or not shaken.exists():
        return
    nodes = tree.walk(tree.build_each(evaluation.tender.criteria.order_by("lot__number", "order", "id")))
    place = {node.criterion.pk: number for number, node in enumerate(nodes)}
    rows = sorted(shaken.select_related("bid", "criterion"), key=lambda one: (place[one.criterion_id], one.bid.label))
    bids: dict[str, list[str]] = {}
    for one in rows:
        bids.setdefault(one.criterion.title, []).append(one.bid.label)
    which = "; ".join(f"“{title}” for {', '.join(labels)}" for title, labels in bids.items())
    why = " ".join(dict.fromkeys(one.look_again_because for one in rows))
    raise WrongState(
        f"The result uses agreed scores that no longer apply: {which}. {why} They would have to be agreed again, and a "
        "closed evaluation cannot be opened again here. No award can follow from this result; a procurement officer can end the "
        "procurement."
    )


def check_can_start(user, evaluation: Evaluation, verb: str) -> None:
    """One of the workflow's verbs, at its time; after scoring has started, not while an interest is undecided."""
    check_can_lead(user, evaluation)
    check_has_declared(user, evaluation)
    EVALUATION.target(verb, evaluation.status)
    if verb != "start scoring":
        check_interests_decided(evaluation)


def check_can_score(user, panellist: Panellist) -> None:
    """Their own place, interests declared, no interest and no tie barring them, and scoring under way."""
    check_can_sit(user, panellist)
    if panellist.declared_at is None:
        raise NotAllowed("Declare first whether you have an interest in this tender")
    if not panellist.may_score:
        decided = panellist.decided_at is not None
        raise NotAllowed(
            "You declared an interest, and it was decided that you do not score this tender"
            if decided
            else "You declared an interest. You can score once somebody else has decided on it."
        )
    if user.ties:
        check_no_ties(user, panellist.evaluation.tender)
    status = panellist.evaluation.status
    if status != S.SCORING and not (status == S.MODERATING and _still_to_score(panellist)):
        raise WrongState("Scoring has not started yet" if status == S.PREPARING else "Scoring has ended")


def _still_to_score(panellist: Panellist) -> bool:
    """In moderation only somebody named in place of another has a score that is not final."""
    return questions_to_score().filter(panellist=panellist).exists()


def check_can_reopen(user, evaluation: Evaluation) -> None:
    check_can_lead(user, evaluation)
    if evaluation.status != S.SCORING:
        raise WrongState("A final score can be reopened only while scoring goes on, before moderation begins")


def check_can_undo_final(user, panellist: Panellist) -> None:
    """Take back that scores are final: the evaluator, before moderation and before the lead opened one of them again."""
    if user.pk != panellist.user_id:
        raise NotAllowed("Only the evaluator who made these scores final can undo it")
    if panellist.evaluation.status not in (S.PREPARING, S.SCORING):
        raise WrongState("This cannot be undone: your scores are in moderation")
    last = list(Score.objects.made_final_last(panellist).values_list("status", "saved_at"))
    if not last:
        raise WrongState("There is nothing to undo: your scores are not final")
    check_in_time(last[0][1])
    if any(status == ScoreStatus.DRAFT for status, _ in last):
        raise WrongState("This cannot be undone: the evaluation lead has opened one of these scores again")
    check_can_score(user, panellist)


def can_undo_final(user, panellist: Panellist) -> bool:
    return can(check_can_undo_final, user, panellist)


def check_can_moderate(user, evaluation: Evaluation) -> None:
    check_can_lead(user, evaluation)
    check_has_declared(user, evaluation)
    if evaluation.status != S.MODERATING:
        raise WrongState(
            "The evaluation is closed. Its scores stay as they are."
            if evaluation.status == S.CLOSED
            else "Moderation has not started yet"
        )


def check_can_read_result(user, evaluation: Evaluation) -> None:
    """Prices, totals and ranks: who leads, checks or decides, once the evaluation is closed; nobody with an interest or a tie."""
    council = _council(evaluation)
    if not any(user.can(permission, council) for permission in READ_RESULTS):
        user.must_have(P.LEAD_EVALUATION, council)
    check_not_tied(user, evaluation.tender)
    if evaluation.status != S.CLOSED:
        raise WrongState("There is no result before the evaluation is closed")


def can_start(user, evaluation: Evaluation, verb: str) -> bool:
    return can(check_can_start, user, evaluation, verb)


def why_held_up(evaluation: Evaluation) -> str:
    """Why no award may follow yet, in words for a page; empty where nothing stands in the way."""
    for check in (check_interests_decided, check_result_stands):
        try:
            check(evaluation)
        except WrongState as refusal:
            return refusal.message
    return ""


def can_score(user, panellist: Panellist) -> bool:
    return can(check_can_score, user, panellist)


def can_moderate(user, evaluation: Evaluation) -> bool:
    return can(check_can_moderate, user, evaluation)


def can_read_result(user, evaluation: Evaluation) -> bool:
    return can(check_can_read_result, user, evaluation)
