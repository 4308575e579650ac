"""Two suppliers that turn out to be one are joined, and separated again: one officer proposes it, another one decides.

Joining sets one pointer and shows one number; everything else stays where it is. So parting takes back exactly what joining did.
"""

from collections.abc import Iterable

from django.db import transaction

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.second_word.services import settle, take_back
from socialvalue.suppliers.enums import Together
from socialvalue.suppliers.models import Joining
from socialvalue.suppliers.permissions import (
    check_can_decide_together,
    check_can_propose_together,
    check_can_withdraw_together,
)
from socialvalue.suppliers.querysets.concern import councils_of
from socialvalue.suppliers.services.together.effects import check_may_be_one, join_now, part_now
from socialvalue.suppliers.services.together.telling import tell_decided, tell_of_proposal

SAYS = {
    Together.JOIN: ("Say why the two are one supplier", "Say what shows it: what you compared, or whom you asked"),
    Together.PART: ("Say why the two are not one supplier", "Say what shows it: what you compared, or whom you asked"),
}
DECIDED_WHY = "Say how you know that this is right"
REFUSED_WHY = "Say why you refuse it: the officer who proposed it reads it"


@transaction.atomic
def propose_joining(kept: Organisation, joined: Organisation, *, by: User, reason: str, evidence: str) -> Joining:
    """Propose that ``joined`` is ``kept``, which goes on. Nothing changes until another officer agrees. May raise Refused."""
    kept, joined = _both(kept, joined)
    check_can_propose_together(by, kept, joined)
    check_may_be_one(kept, joined)
    return _propose(Together.JOIN, kept, joined, by=by, reason=reason, evidence=evidence)


@transaction.atomic
def propose_parting(joined: Organisation, *, by: User, reason: str, evidence: str, given_back: Iterable[int] = ()) -> Joining:
    """Propose that ``joined`` and the supplier it was joined to are two after all.

    ``given_back``: keys of the contracts linked to the other since, which belong to ``joined``; the storey above moves them.
    """
    if joined.part_of is None:
        raise Refused("These two are not joined")
    kept, joined = _both(joined.part_of, joined)
    check_can_propose_together(by, kept, joined)
    return _propose(Together.PART, kept, joined, by=by, reason=reason, evidence=evidence, given_back=sorted(given_back))


def _propose(doing: Together, kept: Organisation, joined: Organisation, *, by: User, **said) -> Joining:
    for_reason, for_evidence = SAYS[doing]
    check_reason(said["reason"], for_reason, "reason")
    check_reason(said["evidence"], for_evidence, "evidence")
    if Joining.objects.undecided().filter(joined=joined).exists():
        raise Refused(f"Something is proposed about {joined} already, and waits for another officer")
    made = Joining.objects.create(
        doing=doing, kept=kept, joined=joined, council=council_of(by, kept, joined), asked_by=by, **said
    )
    what = "are one supplier" if made.joins else "are two suppliers after all"
    record(
        f"proposed to {doing.value} two suppliers", f"proposed: {joined} and {kept} {what}",
        by=by, about=[kept, joined], council=made.council, reason=f"{made.reason}\n{made.evidence}",
    )  # fmt: skip
    tell_of_proposal(made, what)
    return made


@transaction.atomic
def withdraw_joining(joining: Joining, *, by: User) -> Joining:
    """Whoever proposed it takes it back; that stays readable."""
    joining = locked(joining, AS_READ)
    check_can_withdraw_together(by, joining)
    take_back(joining)
    record(
        f"withdrew to {joining.doing} two suppliers", f"took back the proposal about {joining}",
        by=by, about=[joining.kept, joining.joined], council=joining.council,
    )  # fmt: skip
    return joining


@transaction.atomic
def decide_joining(joining: Joining, *, by: User, accept: bool, decision: str) -> Joining:
    """Another officer agrees or refuses, and says why. Both suppliers' people and the officers are told of what changes."""
    joining = locked(joining, AS_READ)
    joining.kept, joining.joined = _both(joining.kept, joining.joined)
    check_can_decide_together(by, joining)
    check_reason(decision, DECIDED_WHY if accept else REFUSED_WHY)
    if accept and joining.joins:
        check_may_be_one(joining.kept, joining.joined)
    settle(joining, by=by, accept=accept, decision=decision)
    verb = (
        f"{'joined' if joining.joins else 'separated'} two suppliers" if accept else f"refused to {joining.doing} two suppliers"
    )
    if accept:
        changes = join_now(joining) if joining.joins else part_now(joining)
    record(
        verb, f"{verb.removesuffix(' two suppliers')} {joining.joined} and {joining.kept}",
        by=by, about=[joining.kept, joining.joined], council=joining.council, reason=decision,
        changes=changes if accept else {},
    )  # fmt: skip
    tell_decided(joining)
    return joining


def _both(*suppliers: Organisation) -> tuple[Organisation, ...]:
    """Both, locked in one order, so that two officers who name them the other way round wait for each other."""
    held = {one.pk: locked(one, NOTHING_READ) for one in sorted(suppliers, key=lambda one: one.pk)}
    return tuple(held[one.pk] for one in suppliers)


def council_of(by: User, *suppliers: Organisation) -> Organisation:
    """For which council the officer speaks: the one they work for, where it deals with one of them."""
    held = Organisation.objects.councils().filter(pk__in=by.organisations_where(Permission.CONFIRM_SUPPLIERS))
    concerned = set().union(*(councils_of(one) for one in suppliers))
    found = [one for one in held.order_by("name", "pk") if not concerned or one.pk in concerned]
    return next((one for one in found if one == by.council), found[0])
