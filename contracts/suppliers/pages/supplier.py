"""What the page of one supplier says to an officer."""

from typing import Any

from django.db.models import Q, QuerySet

from contracts.register.models import Contract, ContractSupplier
from contracts.register.permissions import can_confirm_link
from contracts.suppliers.selectors.doubles import likely_doubles
from contracts.suppliers.selectors.waiting import people_of
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.selectors import timeline
from socialvalue.suppliers.models import DetailsChange, Joining
from socialvalue.suppliers.permissions import (
    NOBODYS,
    can_ask_for_second_step,
    can_confirm_supplier,
    can_decide_join,
    can_propose_together,
)
from socialvalue.suppliers.querysets.concern import councils_of

# Of its record, what says who it is; whom it invites and what it bids for is its own
IDENTITY = (
    "registered a supplier", "asked to join a supplier", "let somebody act for a supplier", "refused somebody who asked to join",
    "confirmed a supplier", "asked for a change of details", "withdrew a change of details", "accepted a change of details",
    "refused a change of details", "confirmed a supplier of the contract", "proposed to join two suppliers",
    "proposed to part two suppliers", "joined two suppliers", "separated two suppliers", "refused to join two suppliers",
    "refused to part two suppliers", "withdrew to join two suppliers", "withdrew to part two suppliers", "gave a contract back",
)  # fmt: skip


def supplier_context(supplier: Organisation, user: User) -> dict[str, Any]:
    """Its numbers, names over time, contracts this officer sees, what waits, and what may be the same supplier."""
    contracts = Contract.objects.visible_to(user)
    theirs = Q(organisation=supplier) | Q(organisation__part_of=supplier)
    parties = ContractSupplier.objects.filter(theirs, contract__in=contracts).select_related("contract", "organisation")
    names = list(supplier.names.all())
    joins = supplier.join_requests.waiting().select_related("user", "organisation")
    may_confirm = can_confirm_supplier(user, supplier)
    return {
        "supplier": supplier,
        "numbers": supplier.numbers.current().select_related("confirmed_by"),
        "earlier_numbers": supplier.numbers.exclude(ended_at=None),
        "names": names,
        "formerly": names[-1].name if names else "",
        "parties": [(party, can_confirm_link(user, party)) for party in parties.order_by("contract__title", "pk")],
        "people": people_of([supplier.pk]).get(supplier.pk, 0),
        "changes": _changes_of(supplier) if may_confirm else [],
        "joins": [(asked, can_decide_join(user, asked)) for asked in joins] if may_confirm else [],
        "doubles": likely_doubles(supplier) if may_confirm else [],
        "events": timeline(supplier).filter(verb__in=IDENTITY)[:50],
        "may_confirm": may_confirm,
        "joinings": Joining.objects.of(supplier).undecided() if may_confirm else [],
        "parts": Joining.objects.in_force().filter(Q(kept=supplier) | Q(joined=supplier)),
        "may_reset": may_confirm and can_ask_for_second_step(user, supplier),
        "nobodys": NOBODYS if may_confirm and not councils_of(supplier) else "",
        "may_join": supplier.part_of is None and can_propose_together(user, supplier),
    }


def _changes_of(supplier: Organisation) -> QuerySet[DetailsChange]:
    """What its people, or those of what was joined to it, asked to be called; and nobody has decided."""
    theirs = Q(organisation=supplier) | Q(organisation__part_of=supplier)
    return DetailsChange.objects.filter(theirs, decided_at=None).select_related("asked_by", "organisation")
