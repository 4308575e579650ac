"""Set up the evaluation: lead, panel, who is given which question. Here alone are these rows written."""

from collections.abc import Iterable, Set
from datetime import date

from django.db import transaction
from django.urls import reverse

from procurement.panel import permissions, selectors
from procurement.panel.enums import EvaluationStatus
from procurement.panel.models import Assignment, Evaluation, Panellist
from procurement.tendering.models import Criterion, Tender
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell


@transaction.atomic
def set_up(
    tender: Tender, *, by: User, lead: User | None = None, score_by: date | None = None, anonymous: bool = False
) -> Evaluation:
    """Begin the evaluation of a tender that was published; its bids may still be sealed. ``lead``: ``by`` unless given."""
    tender = locked(tender, NOTHING_READ)
    permissions.check_can_set_up(by, tender)
    if Evaluation.objects.filter(tender=tender).exists():
        raise Refused("This tender’s evaluation was set up already")
    lead = lead or by
    _check_lead(lead, tender)
    evaluation = Evaluation.objects.create(tender=tender, lead=lead, score_by=score_by, anonymous=anonymous)
    place_for_lead(evaluation, lead)
    record(
        "set up evaluation", f"set up the evaluation, led by {lead}", by=by, about=[evaluation, tender], council=tender.council
    )
    return evaluation


@transaction.atomic
def edit_evaluation(evaluation: Evaluation, *, by: User, expected_version: Shown = AS_READ, **changes) -> Evaluation:
    """Change ``lead``, ``score_by`` or ``anonymous`` (the last only before scoring: a name once read stays read)."""
    evaluation = locked(evaluation, expected_version)
    permissions.check_can_change_panel(by, evaluation)
    if "lead" in changes:
        _check_lead(changes["lead"], evaluation.tender)
    if changes.get("anonymous", evaluation.anonymous) != evaluation.anonymous and evaluation.status != EvaluationStatus.PREPARING:
        raise Refused("Whether names are shown cannot be changed once scoring has started", "anonymous")
    changed = save_changes(evaluation, **changes)
    if "lead" in changed:
        place_for_lead(evaluation, changes["lead"])
    if changed:
        _note("edit evaluation", "changed how the evaluation is set up", by, evaluation, changes=changed)
    return evaluation


def place_for_lead(evaluation: Evaluation, lead: User) -> Panellist:
    """A place without questions, so that whoever leads declares an interest as the panel does."""
    return Panellist.objects.get_or_create(evaluation=evaluation, user=lead)[0]


def _check_lead(lead: User, tender: Tender) -> None:
    if not lead.can(Permission.LEAD_EVALUATION, tender.commission.council_id):
        raise Refused(f"{lead} does not lead evaluations for this council", "lead")


def give_questions(
    evaluation: Evaluation, *, by: User, user: User, criteria: Iterable[Criterion], settled: Set[int]
) -> Panellist:
    """Give ``user`` exactly these questions, inside the transaction of a caller who checked who may and holds the evaluation.

    ``settled``: ids of criteria for which they have final scores, which this room does not know; those stay with them.
    """
    tender = evaluation.tender
    if not user.can(Permission.SCORE_BIDS, tender.commission.council_id):
        raise Refused(f"{user} does not score bids for this council", "user")
    judged = {c.pk for c in selectors.judged_criteria(tender)}
    for criterion in criteria:
        if criterion.pk not in judged:
            raise Refused(f"“{criterion.title}” is not a question that people score: prices are computed", "criteria")
    place, new = Panellist.objects.get_or_create(evaluation=evaluation, user=user)
    before = {a.criterion_id: a for a in place.assignments.select_related("criterion")}
    wanted = {c.pk: c for c in criteria}
    for pk, assignment in before.items():
        if pk in wanted:
            continue
        if pk in settled:
            raise Refused(f"{user} has final scores for “{assignment.criterion.title}”, so it stays with them", "criteria")
        assignment.delete()
    Assignment.objects.bulk_create(Assignment(panellist=place, criterion=c) for pk, c in wanted.items() if pk not in before)
    if set(before) != set(wanted):
        titles = [", ".join(c.title for c in group) for group in ([a.criterion for a in before.values()], criteria)]
        _note("assign", f"gave {user} questions to score", by, evaluation, changes={"questions": titles})
    if new:
        tell(
            user,
            key=f"panel:{evaluation.pk}",
            subject=f"You are on the panel for {tender.title}",
            body=(
                f"You were asked to score bids for “{tender.title}”. First declare whether you have an interest in it: until "
                f"then you cannot see the bids.{_score_by(evaluation)}"
            ),
            url=reverse("evaluation", args=[tender.reference]),
            action="Declare whether you have an interest",
            by=evaluation.score_by,
            why=f"You get this because {by} put you on the panel.",
        )
    elif more := sorted(set(wanted) - set(before)):
        _tell_more(place, by, more)
    return place


def _score_by(evaluation: Evaluation) -> str:
    return f" Scores are due by {plain_day(evaluation.score_by)}." if evaluation.score_by else ""


def _tell_more(place: Panellist, by: User, criteria: list[int]) -> None:
    """Somebody who may have finished has more to score; while the panel is being set up it goes without saying."""
    evaluation = place.evaluation
    if evaluation.status == EvaluationStatus.PREPARING:
        return
    tell(
        place.user,
        key=f"panel-more:{evaluation.pk}:{'-'.join(map(str, criteria))}",
        subject=f"More questions to score: {evaluation.tender.title}",
        body=f"{by} gave you {'another question' if len(criteria) == 1 else f'{len(criteria)} more questions'} to score.",
        url=reverse("evaluation-scores", args=[evaluation.tender.reference]),
        action="Score the bids",
        by=_ahead(evaluation.score_by),
        why="You get this because you are on the panel.",
    )


def _ahead(day: date | None) -> date | None:
    return day if day is not None and day >= clock.today() else None


def take_off_panel(place: Panellist, *, by: User) -> None:
    """Inside the transaction of a caller who checked that they neither declared nor scored, and holds the evaluation."""
    _note("leave panel", f"took {place} off the panel", by, place.evaluation)
    place.delete()


def _note(verb: str, sentence: str, by: User, evaluation: Evaluation, **more) -> None:
    record(verb, sentence, by=by, about=[evaluation, evaluation.tender], council=evaluation.tender.council, **more)
