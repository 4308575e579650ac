"""Set up the evaluation: lead, panel, who scores which question; start scoring."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse

from procurement.evaluation import permissions, selectors
from procurement.evaluation.enums import EvaluationStatus, ScoreStatus
from procurement.evaluation.models import Assignment, Evaluation, Panellist
from procurement.evaluation.workflow import EVALUATION
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Criterion, Tender
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell


@transaction.atomic
def set_up(
    tender: Tender, *, by: User, lead: User | None = None, score_by: date | None = None, anonymous: bool = False
) -> Evaluation:
    """Begin the evaluation of a tender that was published; its bids may still be sealed. ``lead``: ``by`` unless given."""
    tender = locked(tender)
    permissions.check_can_set_up(by, tender)
    if Evaluation.objects.filter(tender=tender).exists():
        raise Refused("This tender’s evaluation was set up already.")
    lead = lead or by
    _check_lead(lead, tender)
    evaluation = Evaluation.objects.create(tender=tender, lead=lead, score_by=score_by, anonymous=anonymous)
    place_for_lead(evaluation, lead)
    record(
        "set up evaluation", f"set up the evaluation, led by {lead}", by=by, about=[evaluation, tender], council=tender.council
    )
    return evaluation


@transaction.atomic
def edit_evaluation(evaluation: Evaluation, *, by: User, expected_version: int | None = None, **changes) -> Evaluation:
    """Change ``lead``, ``score_by`` or ``anonymous`` (the last only before scoring: a name once read stays read)."""
    evaluation = locked(evaluation, expected_version)
    permissions.check_can_change_panel(by, evaluation)
    if "lead" in changes:
        _check_lead(changes["lead"], evaluation.tender)
    if changes.get("anonymous", evaluation.anonymous) != evaluation.anonymous and evaluation.status != EvaluationStatus.PREPARING:
        raise Refused("Whether names are shown cannot be changed once scoring has started.", "anonymous")
    changed = save_changes(evaluation, **changes)
    if "lead" in changed:
        place_for_lead(evaluation, changes["lead"])
    if changed:
        _note("edit evaluation", "changed how the evaluation is set up", by, evaluation, changes=changed)
    return evaluation


@transaction.atomic
def add_panellist(evaluation: Evaluation, *, by: User, user: User, criteria: Iterable[Criterion]) -> Panellist:
    """Put ``user`` on the panel with these questions; somebody on it already is given exactly these."""
    evaluation = locked(evaluation)
    permissions.check_can_change_panel(by, evaluation)
    return _give(evaluation, by, user, list(criteria))


@transaction.atomic
def assign_all(
    evaluation: Evaluation, *, by: User, assignments: dict[User, list[Criterion]], expected_version: int | None = None
) -> Evaluation:
    """The whole panel at once, as on the page. Who has no question and wrote nothing leaves the panel."""
    evaluation = locked(evaluation, expected_version)
    permissions.check_can_change_panel(by, evaluation)
    on_panel = {p.user_id: p for p in evaluation.panel.select_related("user")}
    for user, criteria in assignments.items():
        place = on_panel.get(user.pk)
        if criteria or place:
            place = _give(evaluation, by, user, list(criteria))
        if place and not criteria and user.pk != evaluation.lead_id and place.declared_at is None and not place.scores.exists():
            _note("leave panel", f"took {place} off the panel", by, evaluation)
            place.delete()
    evaluation.version += 1
    evaluation.save(update_fields=["version"])
    return evaluation


@transaction.atomic
def name_scorer(evaluation: Evaluation, *, by: User, user: User, criterion: Criterion) -> Panellist:
    """During moderation, give a question that has nobody left whose scores count to somebody else.

    They declare, score every bid on it and make that final; until then the evaluation is not closed.
    """
    evaluation = locked(evaluation)
    permissions.check_can_name_scorer(by, evaluation)
    if criterion.pk not in {c.pk for c in selectors.without_panellist(evaluation)}:
        raise Refused(f"“{criterion.title}” has somebody whose scores count, so it stays as it is", "criterion")
    place = evaluation.panel.filter(user=user).first()
    if place is not None and evaluation.panel.barred().filter(pk=place.pk).exists():
        raise Refused(f"{user} may not score this tender because of an interest", "user")
    has = [a.criterion for a in place.assignments.select_related("criterion")] if place else []
    return _give(evaluation, by, user, [*has, criterion])


@transaction.atomic
def start_scoring(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Let the panel score. Refused while a scored question has nobody, or before the bids were opened."""
    evaluation = locked(evaluation)
    permissions.check_can_start(by, evaluation, "start scoring")
    if evaluation.tender.status != TenderStatus.OPENED:
        raise WrongState("Scoring starts when two people have opened the bids.")
    problems = [(None, f"Nobody scores “{criterion.title}” yet.") for criterion in selectors.without_panellist(evaluation)]
    if not selectors.bids(evaluation):
        problems.append((None, "There is no bid to score."))
    if problems:
        raise Refused(problems)
    save_changes(evaluation, status=EVALUATION.target("start scoring", evaluation.status))
    _note("start scoring", "started scoring", by, evaluation)
    by_when = f" Please finish by {plain_day(evaluation.score_by)}." if evaluation.score_by else ""
    for place in evaluation.panel.exclude(assignments=None).select_related("user"):
        tell(
            place.user,
            key=f"scoring-started:{evaluation.pk}",
            subject=f"Bids to score: {evaluation.tender.title}",
            body=f"The bids for {evaluation.tender.title} are ready to be scored.{by_when}",
            url=reverse("evaluation", args=[evaluation.tender.reference]),
        )
    return evaluation


def place_for_lead(evaluation: Evaluation, lead: User) -> Panellist:
    """A place without questions, so that whoever leads declares an interest as the panel does."""
    return Panellist.objects.get_or_create(evaluation=evaluation, user=lead)[0]


def _check_lead(lead: User, tender: Tender) -> None:
    if not lead.can(Permission.LEAD_EVALUATION, tender.commission.council_id):
        raise Refused(f"{lead} does not lead evaluations for this council.", "lead")


def _give(evaluation: Evaluation, by: User, user: User, criteria: list[Criterion]) -> Panellist:
    tender = evaluation.tender
    if not user.can(Permission.SCORE_BIDS, tender.commission.council_id):
        raise Refused(f"{user} does not score bids for this council.", "user")
    judged = {c.pk for c in selectors.judged_criteria(tender)}
    for criterion in criteria:
        if criterion.pk not in judged:
            raise Refused(f"“{criterion.title}” is not a question that people score: prices are computed.", "criteria")
    place, new = Panellist.objects.get_or_create(evaluation=evaluation, user=user)
    before = {a.criterion_id: a for a in place.assignments.select_related("criterion")}
    wanted = {c.pk: c for c in criteria}
    for pk, assignment in before.items():
        if pk in wanted:
            continue
        if place.scores.filter(criterion=pk, status=ScoreStatus.FINAL).exists():
            raise Refused(f"{user} has final scores for “{assignment.criterion.title}”, so it stays with them.", "criteria")
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
            body=f"You were asked to score bids for {tender.title}. First declare whether you have an interest in it.",
            url=reverse("evaluation", args=[tender.reference]),
        )
    return place


def _note(verb: str, sentence: str, by: User, evaluation: Evaluation, **more) -> None:
    record(verb, sentence, by=by, about=[evaluation, evaluation.tender], council=evaluation.tender.council, **more)
