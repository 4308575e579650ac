"""Who scores which question, as far as the scores that were given already allow it."""

from collections.abc import Iterable

from django.db import transaction

from procurement.evaluation.models import Score
from procurement.panel import permissions, selectors
from procurement.panel.enums import ScoreStatus
from procurement.panel.models import Evaluation, Panellist
from procurement.panel.services import give_questions, take_off_panel
from procurement.tendering.models import Criterion
from socialvalue.accounts.models import User
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import locked


@transaction.atomic
def add_panellist(evaluation: Evaluation, *, by: User, user: User, criteria: Iterable[Criterion]) -> Panellist:
    """Put ``user`` on the panel with these questions; somebody on it already is given exactly these."""
    evaluation = locked(evaluation, NOTHING_READ)
    permissions.check_can_change_panel(by, evaluation)
    return _give(evaluation, by, user, list(criteria))


@transaction.atomic
def assign_all(
    evaluation: Evaluation, *, by: User, assignments: dict[User, list[Criterion]], expected_version: Shown = AS_READ
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
            take_off_panel(place, by=by)
    evaluation.version += 1
    evaluation.save(update_fields=["version"])
    return evaluation


@transaction.atomic
def name_scorer(evaluation: Evaluation, *, by: User, user: User, criterion: Criterion) -> Panellist:
    """During moderation, give a question that has nobody left whose scores count to somebody else.

    They declare, score every bid on it and make that final; until then the evaluation is not closed.
    """
    evaluation = locked(evaluation, NOTHING_READ)
    permissions.check_can_name_scorer(by, evaluation)
    if criterion.pk not in {c.pk for c in selectors.without_panellist(evaluation)}:
        raise Refused(f"“{criterion.title}” has somebody whose scores count, so it stays as it is", "criterion")
    if user.pk in selectors.agree_the_scores(evaluation, by):
        raise Refused("The evaluation lead has read the others' scores. Choose somebody who has not.", "user")
    place = evaluation.panel.filter(user=user).first()
    if place is not None and evaluation.panel.barred().filter(pk=place.pk).exists():
        raise Refused(f"{user} may not score this tender because of an interest", "user")
    has = [a.criterion for a in place.assignments.select_related("criterion")] if place else []
    return _give(evaluation, by, user, [*has, criterion])


def _give(evaluation: Evaluation, by: User, user: User, criteria: list[Criterion]) -> Panellist:
    """Questions for which ``user`` has final scores stay with them."""
    final = Score.objects.filter(panellist__evaluation=evaluation, panellist__user=user, status=ScoreStatus.FINAL)
    return give_questions(evaluation, by=by, user=user, criteria=criteria, settled=set(final.values_list("criterion", flat=True)))
