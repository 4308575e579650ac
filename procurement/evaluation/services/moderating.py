"""Moderation, and the closing that computes and freezes the result."""

import json
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid
from procurement.bidding.querysets import questions_to_score
from procurement.evaluation import permissions, selectors
from procurement.evaluation.models import EvaluationRecord, KeptResult, ModeratedScore
from procurement.evaluation.selectors import proxies
from procurement.evaluation.selectors.record import digest, record_of
from procurement.evaluation.services.scores import checked_value
from procurement.panel import selectors as panel_selectors
from procurement.panel.models import Evaluation
from procurement.panel.workflow import EVALUATION
from procurement.scoring import BadRecord, compute, kept, one_mark_changes, read_record, record_json
from procurement.tendering import services as tendering
from procurement.tendering.enums import CriterionKind
from procurement.tendering.models import Criterion, Lot
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import check_read, locked, save_changes


@transaction.atomic
def start_moderation(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Open the final scores to the lead. Refused while a panellist has not finished, or a question has no final score."""
    evaluation = locked(evaluation, AS_READ)
    permissions.check_can_start(by, evaluation, "start moderation")
    _check_scored(evaluation)
    save_changes(evaluation, status=EVALUATION.target("start moderation", evaluation.status))
    _note("start moderation", "started moderation", by, evaluation)
    return evaluation


def _check_scored(evaluation: Evaluation, more: Iterable[str] = ()) -> None:
    """Everybody whose scores count has finished, and every question has somebody; ``more``: problems named with those."""
    problems = [f"{place} has not made all scores final" for place in selectors.not_final(evaluation)]
    problems += [
        f"Nobody whose scores count has scored “{criterion.title}”. Give the question to somebody else."
        for criterion in panel_selectors.without_panellist(evaluation)
    ]
    problems += more
    if problems:
        raise Refused([(None, problem) for problem in problems])


@transaction.atomic
def moderate(
    evaluation: Evaluation,
    *,
    by: User,
    bid: Bid,
    criterion: Criterion,
    value: Decimal | None = None,
    passed: bool | None = None,
    reason: str,
    expected_version: Shown = NOTHING_READ,
) -> ModeratedScore:
    """Record the panel's agreed score with its reason, which bidders will read. ``expected_version``: 0 where none was shown."""
    evaluation = locked(evaluation, NOTHING_READ)
    permissions.check_can_moderate(by, evaluation)
    tender = evaluation.tender
    if bid.tender_id != tender.pk or bid.status != BidStatus.OPENED:
        raise Refused("This bid is not among those evaluated")
    if criterion.pk not in {c.pk for c in panel_selectors.judged_criteria(tender)}:
        if criterion.proxy_marking is not None:
            raise Refused("The mark of this question is worked out from the commitments. Nobody types it.")
        raise Refused("This is not a question that people score")
    _check_somebody_scored(evaluation, criterion)
    value, passed = checked_value(tender, criterion, value, passed)
    return keep_moderated(
        evaluation,
        by=by,
        bid=bid,
        criterion=criterion,
        value=value,
        passed=passed,
        reason=reason,
        expected_version=expected_version,
    )


def _check_somebody_scored(evaluation: Evaluation, criterion: Criterion) -> None:
    """The agreed score follows from scores that count: not from none, and not before they are all there."""
    if criterion in panel_selectors.without_panellist(evaluation):
        raise Refused(f"Nobody is left whose scores count for “{criterion.title}”. Give the question to somebody else first.")
    waiting = questions_to_score().filter(panellist__evaluation=evaluation, criterion=criterion)
    place = evaluation.panel.counting().filter(pk__in=waiting.values("panellist")).select_related("user").first()
    if place is not None:
        raise Refused(f"{place} has still to score “{criterion.title}”. Agree on it once those scores are final.")


def keep_moderated(
    evaluation: Evaluation, *, by: User, bid: Bid, criterion: Criterion, value, passed, reason: str, expected_version, more=None
) -> ModeratedScore:
    """Write a moderated score that its caller has checked, inside the caller's transaction.

    ``more``: changes to record beside it.
    """
    reason = reason.replace("\r\n", "\n").strip()
    problems = []
    if value is None and passed is None:
        problems.append(("value" if criterion.kind != CriterionKind.PASS_FAIL else "passed", "Enter the moderated score"))
    if problem := problem_with_reason(reason):
        problems.append(("reason", problem))
    if problems:
        raise Refused(problems)
    found = ModeratedScore.objects.select_for_update().filter(bid=bid, criterion=criterion).first()
    if expected_version is not NOTHING_READ and str(expected_version) != str(found.version if found else 0):
        raise Conflict()
    if found is not None and not found.stands and found.reason == reason and criterion.proxy_marking is None:
        raise Refused("Give a new reason: the one that stands here was agreed with scores that were set aside since", "reason")
    if found is None:
        found = ModeratedScore.objects.create(bid=bid, criterion=criterion, value=value, passed=passed, reason=reason, by=by)
        changed = {"value": [None, str(value if passed is None else passed)], "reason": [None, reason]}
    else:
        changed = save_changes(found, value=value, passed=passed, reason=reason, look_again_at=None, look_again_because="")
        if changed:
            found.by, found.at = by, clock.now()
            found.save(update_fields=["by", "at"])
    if more and not changed:  # the working changed and the mark did not: whoever saw the old one is told
        found.version += 1
        found.by, found.at = by, clock.now()
        found.save(update_fields=["version", "by", "at"])
    changed = changed | (more or {})
    if changed:
        sentence = f"recorded the moderated score for {bid.label}, {criterion.title}"
        _note("moderate", sentence, by, evaluation, also=[found], changes=changed, confidential=True)
    return found


@transaction.atomic
def close(evaluation: Evaluation, *, by: User) -> list[EvaluationRecord]:
    """Compute the result of each lot from the moderated scores and freeze both; the tender is then evaluated.

    All lots together: what a supplier may be awarded in one can depend on the others.
    """
    evaluation = locked(evaluation, AS_READ)
    permissions.check_can_start(by, evaluation, "close")
    for agreed in selectors.moderated_scores(evaluation):
        check_read(agreed)
    needed = [c for c in selectors.cells(by, evaluation) if c.needed]
    missing = [f"{c.bid.label}, {c.criterion.title}: the moderated score is missing" for c in needed if c.moderated is None]
    shaken = [c for c in needed if c.moderated is not None and not c.agreed]
    again = [f"{c.bid.label}, {c.criterion.title}: agree the score again, with a new reason" for c in shaken]
    _check_scored(evaluation, more=missing + again)
    stale = proxies.not_as_worked_out(evaluation)
    if stale:
        raise Refused([(None, f"{what}: the mark is not what its commitments come to. Record it again.") for what in stale])
    frozen = [_freeze(evaluation, lot, by) for lot in evaluation.tender.lots.all()]
    save_changes(evaluation, status=EVALUATION.target("close", evaluation.status))
    tendering.mark(evaluation.tender, "close evaluation", by=by)
    _note("close", "closed the evaluation", by, evaluation, changes={"sha256": [None, ", ".join(one.sha256 for one in frozen)]})
    return frozen


def _freeze(evaluation: Evaluation, lot: Lot, by: User) -> EvaluationRecord:
    try:
        content = json.loads(record_json(record_of(evaluation, lot)))
    except BadRecord as bad:
        raise Refused([(None, f"The record is not complete: {problem}") for problem in bad.problems]) from bad
    frozen = EvaluationRecord.objects.create(
        evaluation=evaluation, lot=lot, content=content, sha256=digest(content), closed_by=by
    )
    keep_result(frozen)
    return frozen


def keep_result(frozen: EvaluationRecord) -> KeptResult:
    """Compute what the record comes to and what would turn it, and keep it beside the record; safe to repeat."""
    read = read_record(frozen.content)
    content = kept(compute(read), one_mark_changes(read))
    return KeptResult.objects.update_or_create(record=frozen, defaults={"sha256": frozen.sha256, "content": content})[0]


def _note(verb: str, sentence: str, by: User, evaluation: Evaluation, also=(), **more) -> None:
    record(verb, sentence, by=by, about=[*also, evaluation], council=evaluation.tender.council, **more)
