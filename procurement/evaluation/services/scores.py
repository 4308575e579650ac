"""An evaluator's own scores: drafts, then final. A final score is frozen; moderation never touches it."""

from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid
from procurement.commissioning.selectors import planned
from procurement.evaluation import permissions, selectors
from procurement.evaluation.models import Score
from procurement.evaluation.workflow import SCORE
from procurement.panel import selectors as panel_selectors
from procurement.panel.enums import ScoreStatus
from procurement.panel.models import Evaluation, Panellist
from procurement.pipeline.enums import Phase
from procurement.tendering.enums import CriterionKind
from procurement.tendering.models import Criterion, Tender
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import check_none_read, check_read, locked, save_changes, save_typed
from socialvalue.notifications.services import tell


def checked_value(
    tender: Tender, criterion: Criterion, value: Decimal | None, passed: bool | None
) -> tuple[Decimal | None, bool | None]:
    """The value or verdict that fits the criterion. Raises Refused off the scale or with more than two decimals."""
    if criterion.kind == CriterionKind.PASS_FAIL:
        if value is not None:
            raise Refused("This question is passed or failed; it has no score", "value")
        return None, passed
    if passed is not None:
        raise Refused("This question has a score, not a pass", "passed")
    if value is None:
        return None, None
    value = Decimal(value)
    if not value.is_finite() or not 0 <= value <= tender.scale_maximum:
        raise Refused(f"The score must be from 0 to {tender.scale_maximum}", "value")
    if value != value.quantize(Decimal("0.01")):
        raise Refused("The score can have two decimal places at most", "value")
    return value, None


@transaction.atomic
def save_score(
    panellist: Panellist,
    *,
    by: User,
    bid: Bid,
    criterion: Criterion,
    value: Decimal | None = None,
    passed: bool | None = None,
    reason: str = "",
    expected_version: Shown = NOTHING_READ,
    page: str = "",
) -> Score:
    """Keep a draft score: 0 to the scale's maximum, or a verdict for a pass/fail question; either part may still be missing.

    ``expected_version``: the version shown, 0 for a score that was not there. Raises Conflict when it is another, unless the
    same ``page`` saved it.
    """
    panellist = locked(panellist, NOTHING_READ)
    permissions.check_can_score(by, panellist)
    tender = panellist.evaluation.tender
    if not panellist.assignments.filter(criterion=criterion).exists():
        raise NotAllowed("This question was not given to you")
    if bid.tender_id != tender.pk or bid.status != BidStatus.OPENED:
        raise NotAllowed("This bid is not among those to be scored")
    value, passed = checked_value(tender, criterion, value, passed)
    reason = reason.replace("\r\n", "\n").strip()
    score = Score.objects.select_for_update().filter(panellist=panellist, bid=bid, criterion=criterion).first()
    if score is not None and score.status == ScoreStatus.FINAL:
        raise WrongState("This score is final. The evaluation lead can reopen it before moderation begins.")
    typed = {"value": value, "passed": passed, "reason": reason}
    if score is None:
        check_none_read(expected_version)
        if value is None and passed is None and not reason:
            return Score(panellist=panellist, bid=bid, criterion=criterion, version=0)
        last = {"saved_by": by, "saved_at": clock.now(), "saved_page": page}
        score = Score.objects.create(panellist=panellist, bid=bid, criterion=criterion, **typed, **last)
        changed: dict[str, list] = {"score": [None, _shown(score)], "reason": ["", reason]}
    else:
        changed = save_typed(score, by=by, expected_version=expected_version, page=page, **typed)
    if changed:
        _note("score", f"saved a score for {bid.label}, {criterion.title}", by, score, changes=changed)
    return score


@transaction.atomic
def finalise_scores(panellist: Panellist, *, by: User) -> list[Score]:
    """Freeze all of a panellist's scores. Refused while one lacks its value or its reason; every gap is named."""
    panellist = locked(panellist, NOTHING_READ)
    permissions.check_can_score(by, panellist)
    missing = selectors.unscored(panellist)
    if missing:
        raise Refused([(None, f"{bid.label}, {criterion.title}: {what}") for bid, criterion, what in missing])
    criteria = [c.pk for c in panel_selectors.assigned_criteria(panellist)]
    if not criteria:
        raise Refused("No question was given to you")
    scores = list(Score.objects.select_for_update().filter(panellist=panellist, criterion__in=criteria, status=ScoreStatus.DRAFT))
    if not scores:
        raise WrongState("Your scores are final already")
    for score in scores:
        check_read(score)
    for score in scores:
        save_changes(score, status=SCORE.target("finalise", score.status), saved_at=clock.now())
    evaluation = panellist.evaluation
    council = evaluation.tender.council
    record("finalise scores", "made their scores final", by=by, about=[panellist, evaluation], council=council)
    if not selectors.not_final(evaluation) and evaluation.lead_id != by.pk:
        tell(
            evaluation.lead,
            key=f"all-final:{evaluation.pk}:{clock.now():%Y%m%d%H%M%S}",
            subject=f"Start moderation: {evaluation.tender.title}",
            body=(
                f"Every panellist has made their scores for “{evaluation.tender.title}” final. Start moderation and agree one "
                "score for each answer."
            ),
            url=reverse("evaluation", args=[evaluation.tender.reference]),
            action="Start moderation",
            by=planned.last_day(evaluation.tender.commission, Phase.EVALUATION),
            why="You get this because you lead this evaluation.",
        )
    return scores


@transaction.atomic
def undo_final(panellist: Panellist, *, by: User) -> list[Score]:
    """What the panellist made final last is a draft again. Raises WrongState after ten minutes or once moderation has begun."""
    evaluation = locked(panellist.evaluation, NOTHING_READ)
    panellist = locked(panellist, NOTHING_READ)
    panellist.evaluation = evaluation
    permissions.check_can_undo_final(by, panellist)
    lead_was_told = not selectors.not_final(evaluation) and evaluation.lead_id != by.pk
    scores = list(Score.objects.select_for_update().filter(pk__in=Score.objects.made_final_last(panellist).values("pk")))
    for score in scores:
        save_changes(score, status=SCORE.target("undo finalise", score.status))
    council = evaluation.tender.council
    record("undo finalise scores", "undid making their scores final", by=by, about=[panellist, evaluation], council=council)
    if lead_was_told:
        tell(
            evaluation.lead,
            key=f"not-all-final:{evaluation.pk}:{panellist.pk}:{clock.now():%Y%m%d%H%M%S}",
            subject=f"Moderation has to wait: {evaluation.tender.title}",
            body=(
                f"{by} has opened their own scores for “{evaluation.tender.title}” again, a few minutes after making them final. "
                "You get another message once every score is final."
            ),
            url=reverse("evaluation", args=[evaluation.tender.reference]),
            action="See how far the panel is",
            why="You get this because you lead this evaluation.",
            for_information=True,
        )
    return scores


@transaction.atomic
def reopen_score(evaluation: Evaluation, *, by: User, panellist: Panellist, bid: Bid, criterion: Criterion, reason: str) -> Score:
    """Let a panellist change one final score before moderation. The lead does not see it; the audit record keeps what it was."""
    evaluation = locked(evaluation, AS_READ)
    permissions.check_can_reopen(by, evaluation)
    check_reason(reason, "Say why the score has to be opened again")
    score = (
        Score.objects.select_for_update()
        .filter(panellist=panellist, panellist__evaluation=evaluation, bid=bid, criterion=criterion)
        .first()
    )
    if score is None:
        raise Refused(f"{panellist} has no score for {bid.label}, {criterion.title}", "criterion")
    before = {"score": [_shown(score), _shown(score)], "reason": [score.reason, score.reason]}
    changed = save_changes(score, status=SCORE.target("reopen", score.status))
    _note("reopen score", f"reopened {panellist}’s score for {bid.label}, {criterion.title}", by, score, reason, before | changed)
    tell(
        panellist.user,
        key=f"score-reopened:{score.pk}:{score.version}",
        subject=f"One of your scores is open again: {evaluation.tender.title}",
        body=(
            f"{by} opened one of your final scores again: {bid.label}, {criterion.title}. Look at it once more, then make it "
            "final. Your Messages page says why."
        ),
        url=reverse("evaluation-score", args=[evaluation.tender.reference, bid.pk, criterion.key]),
        action="Look at the score again",
        by=evaluation.score_by if evaluation.score_by and evaluation.score_by >= clock.today() else None,
        why="You get this because you are on the panel.",
        private=reason.strip(),
    )
    return score


def _shown(score: Score) -> str | None:
    if score.passed is not None:
        return "passed" if score.passed else "failed"
    return None if score.value is None else str(score.value)


def _note(verb: str, sentence: str, by: User, score: Score, reason: str = "", changes: dict | None = None) -> None:
    """Confidential: an event about a score tells the score."""
    evaluation = score.panellist.evaluation
    record(
        verb,
        sentence,
        by=by,
        about=[score, evaluation],
        council=evaluation.tender.council,
        reason=reason,
        changes=changes,
        confidential=True,
    )
