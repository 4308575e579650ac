"""Record a mark that is worked out from proxy values. Nobody types it; less of a commitment may count, with a reason."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid, OfferedCommitment
from procurement.evaluation import permissions
from procurement.evaluation.models import ModeratedScore, ProxyAllowance
from procurement.evaluation.selectors.proxies import Allowed, allowed_now, commitments_of, marked
from procurement.evaluation.services.moderating import keep_moderated
from procurement.panel.models import Evaluation
from procurement.tendering.models import Criterion
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ, Shown
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_quantity


def checked_allowances(commitments: list[OfferedCommitment], wanted: Mapping[int, Allowed]) -> dict[int, Allowed]:
    """Those of ``wanted`` by which less counts than was offered.

    Raises Refused with the fields ``accepted-<id>`` and ``reason-<id>``.
    """
    known = {one.pk: one for one in commitments}
    problems, less = [], {}
    for pk, one in wanted.items():
        offer = known.get(pk)
        if offer is None:
            raise Refused("This commitment is not among those offered with the answer")
        accepted, reason = one.accepted, one.reason.replace("\r\n", "\n").strip()
        if not accepted.is_finite() or not 0 <= accepted <= offer.quantity:
            offered = plain_quantity(offer.quantity, offer.unit)
            problems.append((f"accepted-{pk}", f"At most the {offered} offered can count, and not less than none"))
        elif accepted != round(accepted, 4):
            problems.append((f"accepted-{pk}", "What counts can have 4 decimal places at most"))
        elif accepted < offer.quantity:
            empty = problem_with_reason(reason, "Say why less counts than was offered, for the bidder who reads it")
            problems += [(f"reason-{pk}", empty)] if empty else []
            less[pk] = Allowed(accepted, reason)
    if problems:
        raise Refused(problems)
    return less


@transaction.atomic
def mark_by_proxies(
    evaluation: Evaluation,
    *,
    by: User,
    bid: Bid,
    criterion: Criterion,
    allowed: Mapping[int, Allowed] | None = None,
    comment: str = "",
    expected_version: Shown = NOTHING_READ,
) -> ModeratedScore:
    """Work out the mark of one bid's commitments and record it with its reason as the moderated score.

    ``allowed``: by commitment id, how much of it counts; what is not named counts in full. ``comment``: words of the lead that
    follow the reason. ``expected_version``: of the moderated score, 0 where none was shown. Raises Refused, Conflict, NotAllowed.
    """
    evaluation = locked(evaluation, NOTHING_READ)
    permissions.check_can_moderate(by, evaluation)
    if bid.tender_id != evaluation.tender_id or bid.status != BidStatus.OPENED:
        raise Refused("This bid is not among those evaluated")
    criterion = Criterion.objects.select_related("question__proxy_marking", "tender").get(pk=criterion.pk)
    if criterion.tender_id != evaluation.tender_id or criterion.proxy_marking is None:
        raise Refused("This question is not marked by proxy values")
    commitments = commitments_of(bid, criterion)
    less = checked_allowances(commitments, allowed or {})
    changes = _keep(commitments, less, by)
    found = marked(criterion, commitments, less)
    reason = "\n".join(part for part in (found.sentence, comment.replace("\r\n", "\n").strip()) if part)
    return keep_moderated(
        evaluation,
        by=by,
        bid=bid,
        criterion=criterion,
        value=found.working.mark,
        passed=None,
        reason=reason,
        expected_version=expected_version,
        more=changes,
    )


def _keep(commitments: list[OfferedCommitment], less: dict[int, Allowed], by: User) -> dict:
    """Write the rows that changed; what changed, for the audit record."""
    before, changes = allowed_now(commitments), {}
    for one in commitments:
        was, now = before.get(one.pk), less.get(one.pk)
        if was == now:
            continue
        changes[f"counted of “{one.outcome_text[:80]}”"] = [_words(was, one.quantity), _words(now, one.quantity)]
        if now is None:
            ProxyAllowance.objects.filter(commitment=one).delete()
        else:
            ProxyAllowance.objects.update_or_create(
                commitment=one, defaults={"accepted": now.accepted, "reason": now.reason, "by": by, "at": clock.now()}
            )
    return changes


def _words(allowed: Allowed | None, offered: Decimal) -> str:
    quantity = format((allowed.accepted if allowed else offered).normalize(), "f")
    return f"{quantity}: {allowed.reason}" if allowed else f"{quantity}: in full"
