"""Recommend the most advantageous tender; decide, by somebody else."""

from django.db import transaction
from django.urls import reverse

from procurement.award import permissions
from procurement.award.enums import DECIDED_ON
from procurement.award.models import Award
from procurement.award.selectors import all_lots_are
from procurement.award.workflow import AWARD
from procurement.bidding.models import Bid
from procurement.commissioning.selectors import planned
from procurement.evaluation.selectors.ranking import ranking_of
from procurement.panel.models import Evaluation
from procurement.pipeline.enums import Phase
from procurement.tendering import services as tendering
from procurement.tendering.models import Lot
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell, tell_all


@transaction.atomic
def recommend(evaluation: Evaluation, *, by: User, bid: Bid, reason: str, lot: Lot | None = None) -> Award:
    """Recommend the award of ``lot`` to the bid that ranks first; between equal totals people choose, and the reason says why.

    ``lot`` is left out where the tender is not divided. Recommends again what was returned. Raises Refused for a bid that does
    not rank first (s.19: most advantageous tender).
    """
    evaluation = locked(evaluation, AS_READ)
    tender, lot = evaluation.tender, lot or evaluation.tender.only_lot
    permissions.check_can_recommend(by, evaluation, lot)
    ranking = ranking_of(evaluation, lot)
    problems = []
    if bid.pk not in {b.pk for b in ranking.first}:
        problems.append(("bid", "Only the most advantageous tender can be awarded the contract: choose the bid that ranks first"))
    reason = reason.replace("\r\n", "\n").strip()
    if problem := problem_with_reason(reason, "Say why this bid, in words that follow from the scores"):
        problems.append(("reason", problem))
    if problems:
        raise Refused(problems)
    award = Award.objects.filter(lot=lot).first()
    if award is None:
        award = Award.objects.create(tender=tender, lot=lot, bid=bid, reason=reason, recommended_by=by)
    else:
        status = AWARD.target("propose again", award.status)
        save_changes(award, bid=bid, reason=reason, recommended_by=by, recommended_at=clock.now(), status=status)
    chosen = " (chosen between equal totals)" if len(ranking.first) > 1 else ""
    _note("recommend", f"recommended the award to {bid.bidder}{chosen}", by, award, reason=reason)
    deciders = [user for user in people_who(Permission.DECIDE_AWARDS, tender.council) if user.pk != by.pk]
    tell_all(
        deciders,
        key=f"award-proposed:{award.pk}:{award.version}",
        subject=f"An award to decide: {tender.title}",
        body=(
            f"{by} recommends an award for “{tender.title}”. Read the recommendation and the scores behind it, then decide, or "
            "return it with a comment."
        ),
        url=reverse("award", args=[tender.reference]),
        action="Decide or return the award",
        by=planned.last_day(tender.commission, Phase.EVALUATION),
        why=f"You get this because you decide on awards of {tender.council}.",
    )
    return award


@transaction.atomic
def return_award(award: Award, *, by: User, comment: str, expected_version: Shown = AS_READ) -> Award:
    """Send the recommendation back with a comment."""
    award = locked(award, expected_version)
    permissions.check_can_return(by, award)
    comment = _checked(comment, "Say what is missing, so that it can be put right")
    save_changes(award, status=AWARD.target("return", award.status), decision_comment=comment)
    _note("return", "returned the recommendation", by, award, reason=comment)
    tell(
        award.recommended_by,
        key=f"award-returned:{award.pk}:{award.version}",
        subject=f"Your recommendation was returned: {award.tender.title}",
        body=(
            f"{by} returned your recommendation for “{award.tender.title}”. Read the comment, put right what is missing, and "
            "recommend the award again."
        ),
        url=reverse("award", args=[award.tender.reference]),
        action="Read the comment and recommend again",
        by=planned.last_day(award.tender.commission, Phase.EVALUATION),
        why="You get this because you recommended the award.",
        private=comment,
    )
    return award


@transaction.atomic
def decide(award: Award, *, by: User, comment: str, expected_version: Shown = AS_READ) -> Award:
    """Decide the award as recommended, with the reason in ``comment``. The tender is decided with that of its last lot."""
    locked(award.tender.evaluation, NOTHING_READ)  # an interest declared in this moment is seen
    award = locked(award, expected_version)
    permissions.check_can_decide(by, award)
    comment = _checked(comment, "Say what you read, and why you decide as recommended")
    save_changes(
        award,
        status=AWARD.target("decide", award.status),
        decided_by=by,
        decided_at=clock.now(),
        decision_comment=comment,
    )
    if all_lots_are(award.tender, DECIDED_ON):
        tendering.mark(award.tender, "decide", by=by)
    _note("decide", f"decided the award to {award.bid.bidder}", by, award, reason=comment)
    tell_all(
        people_who(Permission.CHECK_TENDERS, award.tender.council),
        key=f"award-decided:{award.pk}",
        subject=f"Bidders to tell: {award.tender.title}",
        body=(
            f"The award of “{award.tender.title}” is decided. Send the assessment summaries: with the notice of the award the "
            "standstill begins."
        ),
        url=reverse("award", args=[award.tender.reference]),
        action="Tell the bidders",
        by=planned.first_day(award.tender.commission, Phase.STANDSTILL),
        why=f"You get this because you check tenders of {award.tender.council}.",
    )
    return award


def _checked(comment: str, say: str) -> str:
    comment = comment.replace("\r\n", "\n").strip()
    if problem := problem_with_reason(comment, say):
        raise Refused(problem, "comment")
    return comment


def _note(verb: str, sentence: str, by: User, award: Award, **more) -> None:
    tender = award.tender
    # The name of the winner waits until the bidders are told: the tender's own timeline has many readers
    record(verb, sentence, by=by, about=award, council=tender.council, **more)
