"""Interests: declared by the panellist before anything is seen, decided by somebody else."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from procurement.panel import permissions
from procurement.panel.models import Evaluation, Panellist
from procurement.panel.services.panel import place_for_lead
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell_all


@transaction.atomic
def declare(panellist: Panellist, *, by: User, has_interest: bool, interest: str = "") -> Panellist:
    """Declare an interest, or that there is none. An interest bars from scoring until somebody else has decided.

    An interest may be declared until the bidders are told; it is never taken back by declaring that there is none.
    """
    locked(panellist.evaluation, NOTHING_READ)  # closing and the award wait for whoever declares, and the other way round
    panellist = locked(panellist, AS_READ)
    permissions.check_can_declare(by, panellist)
    interest = interest.strip()
    if has_interest and not interest:
        raise Refused("Say what the interest is, so that somebody can decide on it", "interest")
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
    if has_interest:
        _tell_deciders(panellist)
    return panellist


def _tell_deciders(panellist: Panellist) -> None:
    """The lead; of the lead's own interest, those who decide on awards. What the interest is stays on the page."""
    evaluation, tender = panellist.evaluation, panellist.evaluation.tender
    own = evaluation.lead_id == panellist.user_id
    others = [p for p in people_who(Permission.DECIDE_AWARDS, tender.council) if p.pk != panellist.user_id]
    tell_all(
        others if own else [evaluation.lead],
        key=f"interest:{panellist.pk}:{panellist.declared_at:%Y%m%d%H%M%S}",
        subject=f"An interest to decide on: {tender.title}",
        body=(
            f"{panellist.user} declared an interest in “{tender.title}”. Decide whether they may take part all the same. "
            "Until then they cannot score, and the evaluation does not go on to an award."
        ),
        url=reverse("evaluation-interest", args=[tender.reference, panellist.pk]),
        action="Read the interest and decide on it",
        by=evaluation.score_by if evaluation.score_by and evaluation.score_by >= clock.today() else None,
        why="You get this because you decide on awards." if own else "You get this because you lead this evaluation.",
    )


@transaction.atomic
def declare_as_lead(evaluation: Evaluation, *, by: User, has_interest: bool, interest: str = "") -> Panellist:
    """As ``declare``, by somebody who leads evaluations here and has no place on this panel yet."""
    permissions.check_can_lead(by, evaluation)
    return declare(place_for_lead(evaluation, by), by=by, has_interest=has_interest, interest=interest)


def keep_decision(
    panellist: Panellist, *, by: User, may_score: bool, reason: str, problems: Iterable[tuple[str, str]] = ()
) -> Panellist:
    """Write the decision on a declared interest, inside the transaction of a caller who checked who may and holds both rows.

    The caller sets aside what was scored, which this room does not know, and records the decision with what followed from it.
    ``problems``: what the caller found wrong, as (field, message), refused together with a reason that says nothing.
    """
    reason = reason.replace("\r\n", "\n").strip()
    found = []
    if problem := problem_with_reason(reason, "Say what makes the interest matter, or not"):
        found.append(("reason", problem))
    found += problems
    if found:
        raise Refused(found)
    save_changes(panellist, may_score=may_score, decision=reason, decided_by=by, decided_at=clock.now())
    return panellist
