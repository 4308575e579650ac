"""The policy on proxies: whether a council lets financial values into scoring."""

from django.db import transaction

from socialvalue.accounts.enums import Permission
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import check_read, locked
from socialvalue.framework.models import ProxyPolicy
from socialvalue.framework.selectors import policy_in_force


@transaction.atomic
def decide_proxy_policy(council, *, by, proxies_may_score: bool, justification: str) -> ProxyPolicy:
    """Switch proxy scoring on or off for a council; never without a written justification (measuring principle 12)."""
    council = locked(council, NOTHING_READ)
    by.must_have(Permission.EDIT_FRAMEWORKS, council)
    if stands := policy_in_force(council):
        check_read(stands)
    if len(justification.split()) < 10:
        raise Refused("Justify the decision in at least ten words: suppliers and auditors will read it", "justification")
    policy = ProxyPolicy.objects.create(
        council=council, proxies_may_score=proxies_may_score, justification=justification, decided_by=by, decided_at=clock.now()
    )
    sentence = "let financial proxies into scoring" if proxies_may_score else "kept financial proxies out of scoring"
    record("proxy policy", sentence, by=by, about=[policy, council], council=council, reason=justification)
    return policy


def proxies_may_score(council) -> bool:
    """Whether the council's newest written decision lets proxies into scoring; without one, no."""
    newest = policy_in_force(council)
    return bool(newest and newest.proxies_may_score)
