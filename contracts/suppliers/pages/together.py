"""Two suppliers side by side, for the officer who says whether they are one."""

from dataclasses import dataclass
from typing import Any

from contracts.register.models import ContractSupplier
from contracts.suppliers.selectors.waiting import contracts_of, linked_since, people_of
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.errors import DomainError
from socialvalue.suppliers.models import Joining
from socialvalue.suppliers.permissions import can_withdraw_together, check_can_decide_together


@dataclass(frozen=True)
class SideOfTwo:
    """One of the two. Contracts are those that this officer sees."""

    supplier: Organisation
    part: str
    numbers: list[str]
    earlier_names: list[str]
    people: int
    contracts: int


def compared(joining: Joining, user: User) -> dict[str, Any]:
    """The proposal, its two sides, and what this person may do about it."""
    keys = [joining.kept_id, joining.joined_id]
    people, contracts = people_of(keys), contracts_of(user, keys)

    def side(one: Organisation, part: str) -> SideOfTwo:
        return SideOfTwo(
            supplier=one,
            part=part,
            numbers=[f"{number} ({'confirmed' if number.confirmed_at else 'declared'})" for number in one.numbers.current()],
            earlier_names=[name.name for name in one.names.all()],
            people=people.get(one.pk, 0),
            contracts=contracts.get(one.pk, 0),
        )

    why_not = _why_not(joining, user)
    may_decide = not why_not
    return {
        "joining": joining,
        "sides": [
            side(joining.kept, "Goes on"),
            side(joining.joined, "Is joined to it" if joining.joins else "Is separated from it"),
        ],
        "given_back": ContractSupplier.objects.filter(pk__in=joining.given_back).select_related("contract"),
        "may_decide": may_decide,
        "why_not": why_not if joining.is_open else "",
        "may_withdraw": can_withdraw_together(user, joining),
        "asked_of": _asked_of(joining, user) if may_decide else None,
    }


def _why_not(joining: Joining, user: User) -> str:
    """Why this officer does not decide, in words; nothing where they may."""
    try:
        check_can_decide_together(user, joining)
    except DomainError as refusal:
        return refusal.message
    return ""


def _asked_of(joining: Joining, user: User):
    """Where they are separated: links of this officer's council of which the first officer has not spoken."""
    before = None if joining.joins else Joining.objects.in_force().filter(joined=joining.joined).first()
    if before is None:
        return ContractSupplier.objects.none()
    return linked_since(before, user).exclude(contract__council=joining.council_id)


def joining_words(joining: Joining) -> str:
    """What was decided, as the next page says it."""
    if not joining.accepted:
        return "Refused. Nothing was changed, and the officer who proposed it is told."
    if joining.joins:
        return f"{joining.joined} and {joining.kept} are one supplier from now on. Their people are told."
    return f"{joining.joined} and {joining.kept} are two suppliers again. Their people are told."
