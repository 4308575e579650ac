"""Deciding that two suppliers are one, or two after all, with what that does to contracts."""

from collections.abc import Iterable

from django.db import transaction

from contracts.register.models import Contract, ContractSupplier
from contracts.suppliers.selectors.waiting import linked_since
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.suppliers.models import Joining
from socialvalue.suppliers.services import together


@transaction.atomic
def propose_parting(
    joined: Organisation, *, by: User, reason: str, evidence: str, given_back: Iterable[ContractSupplier] = ()
) -> Joining:
    """Propose to part it from the supplier it was joined to. ``given_back``: links since then that belong to it."""
    joining = Joining.objects.in_force().filter(joined=joined).first()
    if joining is None:
        raise Refused("These two are not joined")
    keys = _checked(joining, by, given_back)
    return together.propose_parting(joined, by=by, reason=reason, evidence=evidence, given_back=keys)


@transaction.atomic
def decide_joining(
    joining: Joining, *, by: User, accept: bool, decision: str, given_back: Iterable[ContractSupplier] = ()
) -> Joining:
    """Another officer agrees or refuses. Where two are separated, each officer says whose their council's links are."""
    more: list[int] = []
    if accept and not joining.joins:
        before = Joining.objects.in_force().filter(joined=joining.joined).first()
        if before is None:
            raise Refused("These two are not joined any more")
        more = _checked(before, by, given_back)
    decided = together.decide_joining(joining, by=by, accept=accept, decision=decision)
    if accept and not decided.joins:
        _give_back(decided, sorted({*decided.given_back, *more}), by)
    return decided


def _checked(joining: Joining, by: User, given_back: Iterable[ContractSupplier]) -> list[int]:
    asked = set(linked_since(joining, by).values_list("pk", flat=True))
    keys = sorted({party.pk for party in given_back})
    if not asked.issuperset(keys):
        raise Refused("Choose among the contracts that are listed", "given_back")
    return keys


def _give_back(parting: Joining, keys: list[int], by: User) -> None:
    """These links are with the separated supplier from now on, open as they were, under its own name."""
    body = parting.joined
    for party in ContractSupplier.objects.filter(pk__in=keys, organisation=parting.kept).select_related("contract"):
        contract = locked(Contract(pk=party.contract_id), NOTHING_READ)
        party.organisation, party.name_then, party.number_then = body, str(body), body.registration_number
        if not party.waits:
            party.open_to = body
        party.save(update_fields=["organisation", "open_to", "name_then", "number_then"])
        contract.version += 1
        contract.save(update_fields=["version"])
        record(
            "gave a contract back", f"gave the contract to {body}, which was separated from {parting.kept}",
            by=by, about=[contract, body, parting.kept], council=contract.council,
            changes={"suppliers": [str(parting.kept), str(body)]},
        )  # fmt: skip
    parting.given_back = keys
    parting.save(update_fields=["given_back"])
