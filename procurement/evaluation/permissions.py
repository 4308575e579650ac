"""Who may set up, declare, score, moderate and read. ``check_can_x`` raises with the reason, ``can_x`` answers."""

from procurement.bidding.enums import BidStatus
from procurement.evaluation.enums import EvaluationStatus as S
from procurement.evaluation.enums import ScoreStatus
from procurement.evaluation.models import Evaluation, ModeratedScore, Panellist
from procurement.evaluation.workflow import EVALUATION
from procurement.tendering.calculations import tree
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
    if evaluation.panel.barred().filter(user=user).exists():
        raise NotAllowed("You declared an interest in this tender, so somebody else has to lead its evaluation.")


def check_has_declared(user, evaluation: Evaluation) -> None:
    """Whoever acts as the lead has declared like the panel: the agreed score is theirs to write (s.81 to 83)."""
    if not evaluation.panel.filter(user=user, declared_at__isnull=False).exists():
        raise NotAllowed("Declare first whether you have an interest in this tender. The lead declares like the panel.")


def check_can_change_panel(user, evaluation: Evaluation) -> None:
    check_can_lead(user, evaluation)
    if evaluation.status not in (S.PREPARING, S.SCORING):
        raise WrongState("The panel stays as it is once moderation has begun.")


def check_can_name_scorer(user, evaluation: Evaluation) -> None:
    """Give a question to somebody else in moderation. Whether a question needs it, the service asks."""
    check_can_lead(user, evaluation)
    check_has_declared(user, evaluation)
    if evaluation.status != S.MODERATING:
        raise WrongState("Another scorer is named during moderation. Before it the panel itself is changed.")


def check_interests_decided(evaluation: Evaluation) -> None:
    """Nothing that leads to an award goes on while an interest is undecided (s.81 to 83)."""
    names = [str(place) for place in evaluation.panel.undecided().select_related("user")]
    if names:
        who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        raise WrongState(
            f"{who} declared an interest, and nobody has decided on it. Another evaluation lead or a lead director decides: "
            f"it stands on their start page, and in the panel on the page of the evaluation."
        )


def check_result_stands(evaluation: Evaluation) -> None:
    """A closed result that rests on scores set aside since carries no award."""
    shaken = ModeratedScore.objects.filter(bid__tender=evaluation.tender_id, look_again_at__isnull=False)
    if evaluation.status != S.CLOSED or not shaken.exists():
        return
    nodes = tree.walk(tree.build(evaluation.tender.criteria.order_by("order", "id")))
    place = {node.criterion.pk: number for number, node in enumerate(nodes)}
    rows = sorted(shaken.select_related("bid", "criterion"), key=lambda one: (place[one.criterion_id], one.bid.label))
    bids: dict[str, list[str]] = {}
    for one in rows:
        bids.setdefault(one.criterion.title, []).append(one.bid.label)
    which = "; ".join(f"“{title}” for {', '.join(labels)}" for title, labels in bids.items())
    why = " ".join(dict.fromkeys(one.look_again_because for one in rows))
    raise WrongState(
        f"The result rests on agreed scores that do not stand any more: {which}. {why} They would have to be agreed again, and a "
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


def check_can_sit(user, panellist: Panellist) -> None:
    """It is their own place on the panel, and they still score bids, or lead evaluations, for this council."""
    if panellist.user_id != user.pk:
        raise NotAllowed("This is another panellist’s place.")
    if not user.can(P.LEAD_EVALUATION, _council(panellist.evaluation)):
        user.must_have(P.SCORE_BIDS, _council(panellist.evaluation))


def _check_not_told(evaluation: Evaluation) -> None:
    if evaluation.status == S.CLOSED and Evaluation.objects.told().filter(pk=evaluation.pk).exists():
        raise WrongState("The bidders were told of the award, so interests are neither declared nor decided here any more.")


def check_can_declare(user, panellist: Panellist) -> None:
    """At any time before the bidders are told: an interest may come to light late (s.82)."""
    check_can_sit(user, panellist)
    _check_not_told(panellist.evaluation)


def check_can_decide_interest(user, panellist: Panellist) -> None:
    """Somebody else, who leads evaluations or decides on awards in this council, before the bidders are told."""
    council = _council(panellist.evaluation)
    if not user.can(P.DECIDE_AWARDS, council):
        user.must_have(P.LEAD_EVALUATION, council)
    if panellist.user_id == user.pk:
        raise NotAllowed("This is your own interest. Somebody else has to decide on it.")
    if panellist.has_interest is not True:
        raise WrongState("No interest was declared.")
    _check_not_told(panellist.evaluation)


def can_decide_interest(user, panellist: Panellist) -> bool:
    return can(check_can_decide_interest, user, panellist)


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
    status = panellist.evaluation.status
    if status != S.SCORING and not (status == S.MODERATING and _still_to_score(panellist)):
        raise WrongState("Scoring has not started yet." if status == S.PREPARING else "Scoring has ended.")


def _still_to_score(panellist: Panellist) -> bool:
    """In moderation only somebody named in place of another has a score that is not final."""
    questions = list(panellist.assignments.values_list("criterion", flat=True))
    bids = panellist.evaluation.tender.bids.filter(status=BidStatus.OPENED).count()
    final = panellist.scores.filter(criterion__in=questions, status=ScoreStatus.FINAL).count()
    return final < len(questions) * bids


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


def can_start(user, evaluation: Evaluation, verb: str) -> bool:
    return can(check_can_start, user, evaluation, verb)


def can_name_scorer(user, evaluation: Evaluation) -> bool:
    return can(check_can_name_scorer, user, evaluation)


def why_held_up(evaluation: Evaluation) -> str:
    """Why no award may follow yet, in words for a page; empty where nothing stands in the way."""
    for check in (check_interests_decided, check_result_stands):
        try:
            check(evaluation)
        except WrongState as refusal:
            return refusal.message
    return ""


def can_declare(user, panellist: Panellist) -> bool:
    return can(check_can_declare, user, panellist)


def can_score(user, panellist: Panellist) -> bool:
    return can(check_can_score, user, panellist)


def can_moderate(user, evaluation: Evaluation) -> bool:
    return can(check_can_moderate, user, evaluation)


def can_read_result(user, evaluation: Evaluation) -> bool:
    return can(check_can_read_result, user, evaluation)
