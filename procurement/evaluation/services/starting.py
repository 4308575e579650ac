"""From an opened tender and a complete panel to scoring."""

from django.db import transaction
from django.urls import reverse

from procurement.evaluation import permissions
from procurement.evaluation.selectors import bids
from procurement.panel.models import Evaluation
from procurement.panel.selectors import without_panellist
from procurement.panel.workflow import EVALUATION
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell


@transaction.atomic
def start_scoring(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Let the panel score. Refused while a scored question has nobody, or before the bids were opened."""
    evaluation = locked(evaluation, AS_READ)
    permissions.check_can_start(by, evaluation, "start scoring")
    if evaluation.tender.status != TenderStatus.OPENED:
        raise WrongState("Scoring starts when two people have opened the bids")
    problems = [(None, f"Nobody scores “{criterion.title}” yet") for criterion in without_panellist(evaluation)]
    if not bids(evaluation):
        problems.append((None, "There is no bid to score"))
    if problems:
        raise Refused(problems)
    save_changes(evaluation, status=EVALUATION.target("start scoring", evaluation.status))
    about = [evaluation, evaluation.tender]
    record("start scoring", "started scoring", by=by, about=about, council=evaluation.tender.council)
    for place in evaluation.panel.exclude(assignments=None).select_related("user"):
        tell(
            place.user,
            key=f"scoring-started:{evaluation.pk}",
            subject=f"Bids to score: {evaluation.tender.title}",
            body=(
                f"The bids for “{evaluation.tender.title}” are ready to be scored. Give each answer a score and a reason, then "
                "make your scores final."
            ),
            url=reverse("evaluation-scores", args=[evaluation.tender.reference]),
            action="Score the bids",
            by=evaluation.score_by,
            why="You get this because you are on the panel.",
        )
    return evaluation
