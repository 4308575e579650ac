"""The decision on an interest, with what follows from it for the scores, in one transaction."""

from django.db import transaction
from django.urls import reverse

from procurement.evaluation.services.setting_aside import bring_back, set_aside
from procurement.panel import permissions
from procurement.panel.enums import EvaluationStatus
from procurement.panel.models import Panellist
from procurement.panel.services import keep_decision
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.notifications.services import tell


@transaction.atomic
def decide_interest(panellist: Panellist, *, by: User, may_score: bool, reason: str) -> Panellist:
    """Decide, with a reason, whether somebody who declared an interest may score all the same.

    “Does not score” sets aside what they scored: it is kept and counts nowhere. It comes back only before moderation, because
    from then on agreed scores may have followed from its absence.
    """
    evaluation = locked(panellist.evaluation, NOTHING_READ)
    panellist = locked(panellist, AS_READ)
    permissions.check_can_decide_interest(by, panellist)
    problems = []
    before_moderation = evaluation.status in (EvaluationStatus.PREPARING, EvaluationStatus.SCORING)
    if may_score and not before_moderation and panellist.scores.set_aside().exists():
        problems.append(("may_score", f"The scores of {panellist} were set aside, and stay so once moderation has begun"))
    reason = keep_decision(panellist, by=by, may_score=may_score, reason=reason, problems=problems).decision
    changed = bring_back(panellist) if may_score else set_aside(panellist, by=by, reason=reason)
    record(
        "decide interest",
        f"decided that {panellist} {'may score' if may_score else 'does not score'}",
        by=by,
        about=[panellist, evaluation],
        council=evaluation.tender.council,
        reason=reason,
        changes=changed,
    )
    tell(
        panellist.user,
        key=f"interest-decided:{panellist.pk}:{panellist.decided_at:%Y%m%d%H%M%S}",
        subject=f"The decision on your interest in {evaluation.tender.title}",
        body=(
            f"{by} decided on the interest you declared in “{evaluation.tender.title}”: "
            f"you {'may score all the same' if may_score else 'do not score'}. Your Messages page says why."
        ),
        url=reverse("evaluation", args=[evaluation.tender.reference]),
        action="See the evaluation",
        why="You get this because you declared an interest.",
        private=reason,
    )
    return panellist
