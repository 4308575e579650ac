"""Interests: declared by the panellist before anything is seen, decided by somebody else."""

from django.db import transaction
from django.urls import reverse

from procurement.evaluation import permissions
from procurement.evaluation.enums import EvaluationStatus
from procurement.evaluation.models import Evaluation, Panellist
from procurement.evaluation.services.panel import place_for_lead
from procurement.evaluation.services.setting_aside import bring_back, set_aside
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell


@transaction.atomic
def declare(panellist: Panellist, *, by: User, has_interest: bool, interest: str = "") -> Panellist:
    """Declare an interest, or that there is none. An interest bars from scoring until somebody else has decided.

    An interest may be declared until the bidders are told; it is never taken back by declaring that there is none.
    """
    locked(panellist.evaluation)  # closing and the award wait for whoever declares, and the other way round
    panellist = locked(panellist)
    permissions.check_can_declare(by, panellist)
    interest = interest.strip()
    if has_interest and not interest:
        raise Refused("Say what the interest is, so that somebody can decide on it.", "interest")
    if not has_interest and panellist.has_interest:
        raise Refused(
            "You declared an interest. If it was a mistake, tell the evaluation lead, who decides on it.", "has_interest"
        )
    evaluation = panellist.evaluation
    # A later declaration stands over the earlier one and its decision: the record keeps what they were
    changed = save_changes(
        panellist,
        declared_at=clock.now(),
        has_interest=has_interest,
        interest=interest if has_interest else "",
        may_score=not has_interest,
        decision="",
        decided_by=None,
        decided_at=None,
    )
    record(
        "declare interest",
        "declared an interest" if has_interest else "declared that they have no interest",
        by=by,
        about=[panellist, evaluation],
        council=evaluation.tender.council,
        changes={name: pair for name, pair in changed.items() if name in ("interest", "decision")},
    )
    if has_interest and evaluation.lead_id != by.pk:
        tell(
            evaluation.lead,
            key=f"interest:{panellist.pk}:{panellist.declared_at:%Y%m%d%H%M%S}",
            subject=f"An interest to decide on: {evaluation.tender.title}",
            body=f"{by} declared an interest. They cannot score until you have decided.",
            url=reverse("evaluation", args=[evaluation.tender.reference]),
        )
    return panellist


@transaction.atomic
def declare_as_lead(evaluation: Evaluation, *, by: User, has_interest: bool, interest: str = "") -> Panellist:
    """As ``declare``, by somebody who leads evaluations here and has no place on this panel yet."""
    permissions.check_can_lead(by, evaluation)
    return declare(place_for_lead(evaluation, by), by=by, has_interest=has_interest, interest=interest)


@transaction.atomic
def decide_interest(panellist: Panellist, *, by: User, may_score: bool, reason: str) -> Panellist:
    """Decide, with a reason, whether somebody who declared an interest may score all the same.

    “Does not score” sets aside what they scored: it is kept and counts nowhere. It comes back only before moderation, because
    from then on agreed scores may have followed from its absence.
    """
    evaluation = locked(panellist.evaluation)
    panellist = locked(panellist)
    permissions.check_can_decide_interest(by, panellist)
    reason = reason.replace("\r\n", "\n").strip()
    problems = []
    if problem := problem_with_reason(reason, "Say what makes the interest matter, or not"):
        problems.append(("reason", problem))
    before_moderation = evaluation.status in (EvaluationStatus.PREPARING, EvaluationStatus.SCORING)
    if may_score and not before_moderation and panellist.scores.set_aside().exists():
        problems.append(("may_score", f"The scores of {panellist} were set aside, and stay so once moderation has begun"))
    if problems:
        raise Refused(problems)
    save_changes(panellist, may_score=may_score, decision=reason, decided_by=by, decided_at=clock.now())
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
        subject=f"Your interest in {evaluation.tender.title}",
        body=f"{by} decided: you {'may score' if may_score else 'do not score'}. {reason}",
        url=reverse("evaluation", args=[evaluation.tender.reference]),
    )
    return panellist
