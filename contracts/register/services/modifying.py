"""Another supplier delivers an awarded contract from a day on: a modification, proposed by one person and decided by another."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.register.calculations.links import Link
from contracts.register.enums import LinkedHow
from contracts.register.models import Contract, ContractSupplier, SupplierChange
from contracts.register.permissions import (
    check_can_change_supplier,
    check_can_decide_supplier_change,
    check_can_withdraw_supplier_change,
)
from contracts.register.selectors import grounds_of
from contracts.register.services.parties import is_trusted, link_supplier
from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_not_with
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell_all
from socialvalue.second_word.services import settle, take_back

WHY = "Say what shows that the ground holds in this case"
DECIDED_WHY = "Say why you agree"
REFUSED_WHY = "Say why you refuse it: the officer who proposed it reads it"


@transaction.atomic
def propose_supplier_change(
    contract: Contract, *, by: User, leaves: ContractSupplier, comes: Organisation, effective_on: date, ground: str, reason: str
) -> SupplierChange:
    """Propose that ``comes`` delivers the contract in the place of ``leaves`` from ``effective_on``. May raise Refused."""
    contract = locked(contract, AS_READ)
    check_can_change_supplier(by, contract)
    if by.ties:
        check_not_with(by, [comes.pk])
    chosen = next((one for one in grounds_of(contract) if one.key == ground), None)
    if chosen is None:
        raise Refused("Choose a ground that holds for this contract", "ground")
    check_reason(reason, WHY)
    _check_holds(contract, leaves, comes, effective_on)
    if contract.supplier_changes.undecided().exists():
        raise Refused("Another change of the supplier is proposed already, and waits for a decision")
    change = SupplierChange.objects.create(
        contract=contract, leaves=leaves, comes=comes, effective_on=effective_on, ground=ground,
        ground_then=f"{chosen.label} ({chosen.source})", reason=reason, asked_by=by,
    )  # fmt: skip
    record(
        "proposed another supplier", f"proposed that {comes} delivers the contract from {plain_day(effective_on)}, no longer "
        f"{leaves.name_then}: {change.ground_then}",
        by=by, about=[contract, comes, leaves.organisation], council=contract.council, reason=reason,
    )  # fmt: skip
    tell_all(
        [one for one in people_who(Permission.DECIDE_AWARDS, contract.council) if one.pk != by.pk],
        key=f"supplier-change-of:{change.pk}:waits",
        subject=f"Another supplier for {contract.title}?",
        body=f"{by} proposes that {comes} delivers “{contract.title}” ({contract.reference}) from {plain_day(effective_on)}, "
        f"in the place of {leaves.name_then}. Nothing changes until somebody else agrees.",
        url=reverse("contract-supplier-change", args=[change.pk]),
        action="Agree or refuse",
        by=effective_on,
        why="You get this because you decide on awards.",
        council=contract.council,
    )
    return change


@transaction.atomic
def withdraw_supplier_change(change: SupplierChange, *, by: User) -> SupplierChange:
    """Whoever proposed it takes it back; that stays readable."""
    change = locked(change, AS_READ)
    check_can_withdraw_supplier_change(by, change)
    take_back(change)
    record(
        "withdrew another supplier", f"took back the proposal that {change.comes} delivers the contract",
        by=by, about=[change.contract, change.comes], council=change.contract.council,
    )  # fmt: skip
    return change


@transaction.atomic
def decide_supplier_change(change: SupplierChange, *, by: User, accept: bool, decision: str) -> SupplierChange:
    """Somebody else agrees or refuses, and says why. Both suppliers, who proposed it and who manages the contract are told.

    From the effective day what is due is the new supplier's; the old one keeps reading what was due before.
    """
    change = locked(change, AS_READ)
    contract = locked(change.contract, NOTHING_READ)
    check_can_decide_supplier_change(by, change)
    check_reason(decision, DECIDED_WHY if accept else REFUSED_WHY)
    if accept:
        _check_holds(contract, change.leaves, change.comes, change.effective_on)
    settle(change, by=by, accept=accept, decision=decision)
    words = (
        f"that {change.comes} delivers the contract from {plain_day(change.effective_on)}, no longer {change.leaves.name_then}"
    )
    changes = {"suppliers": _change(contract, change, by)} if accept else {}
    record(
        "changed the supplier" if accept else "refused another supplier", f"{'agreed' if accept else 'refused'} {words}",
        by=by, about=[contract, change.comes, change.leaves.organisation], council=contract.council, reason=decision,
        changes=changes,
    )  # fmt: skip
    _tell_decided(contract, change)
    return change


def _check_holds(contract: Contract, leaves: ContractSupplier, comes: Organisation, effective_on: date) -> None:
    """What has to be so when it is proposed and still when it is decided. Raises Refused with the field."""
    problems: list[tuple[str, str]] = []
    today = clock.today()
    if leaves.contract_id != contract.pk or leaves.last_day is not None:
        problems.append(("leaves", "Choose a supplier that delivers the contract now"))
    if comes.kind != OrganisationKind.SUPPLIER or comes.part_of_id:
        problems.append(("comes", f"{comes} cannot be chosen: choose a registered supplier that goes on"))
    elif contract.parties.filter(organisation=comes, last_day=None).exists():
        problems.append(("comes", f"{comes} is a supplier of this contract already"))
    elif not is_trusted(comes):
        words = f"Confirm who {comes} is first: somebody registered under this name, and no council has checked them"
        problems.append(("comes", words))
    if effective_on < today:
        problems.append(("effective_on", "Enter today or a day to come: what is due before stays with the supplier so far"))
    elif effective_on <= contract.starts_on or (contract.planned_until is None and effective_on > contract.last_day):
        until = "" if contract.planned_until else f" and until {plain_day(contract.last_day)}, its last"
        problems.append(("effective_on", f"Enter a day after the contract’s first{until}"))
    elif leaves.first_day and effective_on <= leaves.first_day:
        problems.append(("effective_on", f"{leaves.name_then} delivers it from {plain_day(leaves.first_day)}: enter a later day"))
    if problems:
        raise Refused(problems)


def _change(contract: Contract, change: SupplierChange, by: User) -> list[str]:
    leaves = locked(change.leaves, NOTHING_READ)
    leaves.last_day = change.last_day_before
    leaves.save(update_fields=["last_day"])
    link_supplier(contract, Link(change.comes, LinkedHow.CHANGE), by, first_day=change.effective_on)
    contract.version += 1
    contract.save(update_fields=["version"])
    return [leaves.name_then, str(change.comes)]


def _tell_decided(contract: Contract, change: SupplierChange) -> None:
    day, title, old = plain_day(change.effective_on), f"“{contract.title}” ({contract.reference})", change.leaves.name_then
    outcome = f"{change.decided_by} {'agreed' if change.accepted else 'refused'}"
    told = {one.pk: one for one in (change.asked_by, contract.manager, contract.lead_director) if one and one.is_active}
    tell_all(
        [one for one in told.values() if one.pk != change.decided_by_id],
        key=f"supplier-change-of:{change.pk}:decided",
        subject=f"{'Agreed' if change.accepted else 'Refused'}: another supplier for {contract.title}",
        body=f"It was proposed that {change.comes} delivers {title} from {day}, in the place of {old}. {outcome}.",
        private=change.decision,
        url=reverse("contract", args=[contract.pk]),
        action="See the contract",
        why="You get this because you proposed it, or answer for this contract.",
        council=contract.council,
        for_information=True,
    )
    if not change.accepted:
        return
    goes = f"{change.comes} delivers {title} from {day}. What is due before that day is still yours to report, and you keep "
    goes += "reading what you reported."
    comes = f"From {day} you deliver {title}, in the place of {old}. What is due from that day on is yours to report."
    for body, words in ((change.leaves.organisation, goes), (change.comes, comes)):
        tell_all(
            people_who(Permission.BID, body),
            key=f"supplier-change-of:{change.pk}:{body.pk}",
            subject=f"Another supplier for {contract.title}",
            body=words,
            url=reverse("contract", args=[contract.pk]),
            action="See the contract and what is due",
            why=f"You get this because you act for {body}.",
            council=contract.council,
        )
