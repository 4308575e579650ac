"""Contracts entered in the register: their dates, values and owners, up to their start."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.kept.services import keep
from contracts.register.calculations.details import EDITABLE, ContractDetails
from contracts.register.calculations.ends import horizon
from contracts.register.calculations.links import Link
from contracts.register.calculations.worth import OWNERS_FROM
from contracts.register.models import Contract
from contracts.register.models.contract import AT_ONCE
from contracts.register.permissions import check_can_edit_contract, check_can_register_contract
from contracts.register.services.bounds import problems_with_worth
from contracts.register.services.evaluating import (
    check_has_terms,
    check_stays_owed,
    due_by_entry,
    due_when_begun,
    problems_of_grant,
)
from contracts.register.services.in_house import check_has_head, problems_of_head
from contracts.register.services.kpis_by_law import check_kpis_by_law
from contracts.register.services.parties import as_links, set_suppliers, supplier_problems
from contracts.register.services.telling import tell_suppliers
from contracts.register.workflow import CONTRACT
from procurement.award.models import Award
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.references import next_reference
from socialvalue.common.saving import locked, save_changes, set_first
from socialvalue.places.models import District

# Another supplier is a modification under section 74 of the Procurement Act 2023, which one person does not make
AWARDED = (
    "This contract was awarded to its supplier by a decision. Change it on the contract’s page under “Change the supplier”: "
    "with its ground, and a second person"
)


OWNERS = (
    ("manager", "contract manager", Permission.EDIT_CONTRACTS),
    ("lead_director", "lead director", Permission.VERIFY_RETURNS),
)


def needs_owners(details: ContractDetails | Contract) -> bool:
    """Whether it is of £50,000 or more over its term: an entry as it will be, or a contract as it stands."""
    return details.worth is not None and details.worth >= OWNERS_FROM


def missing_owners(details: ContractDetails | Contract) -> list[str]:
    """The fields of the owners that a contract of this worth needs and this entry lacks."""
    return [field for field, _, _ in OWNERS if getattr(details, field) is None] if needs_owners(details) else []


def lacks_owner(details: ContractDetails | Contract) -> bool:
    """Whether it needs a manager and a director, and has not both."""
    return bool(missing_owners(details))


def problems_of(details: ContractDetails, council_id: int, before: ContractDetails | None = None) -> list[tuple[str, str]]:
    """What the register refuses: (field, message) for each problem. Dates, values, and who answers for it.

    ``before``: the entry as it stood. An owner whom a brought register left out is missed on a list of its own, and keeps no
    other change waiting.
    """
    found = []
    if details.ends_on is not None and details.ends_on < details.starts_on:
        found.append(("ends_on", "The contract cannot end before it starts"))
    found += problems_of_grant(details, before) + _value_problems(details)
    if details.directorate.council_id != council_id:
        found.append(("directorate", "Choose a directorate of this council"))
    found += problems_of_head(details, council_id)
    return found + [*_missing_owners(details, before), *_unfit_owners(details, council_id)]


def _value_problems(details: ContractDetails) -> list[tuple[str, str]]:
    found = []
    if details.annual_value is None and details.total_value is None:
        found.append(("total_value", "Enter the annual value, the total value, or both"))
    for field, label, amount in (
        ("annual_value", "annual value", details.annual_value),
        ("total_value", "total value", details.total_value),
        ("irrecoverable_vat", "irrecoverable VAT", details.irrecoverable_vat),
        ("value_with_vat", "value with VAT", details.value_with_vat),
    ):
        if amount is not None and amount < 0:
            found.append((field, f"The {label} cannot be negative"))
    if details.value_with_vat is not None and details.total_value is not None and details.value_with_vat < details.total_value:
        found.append(("value_with_vat", "With VAT it cannot be worth less than the value over the term"))
    return found


def _missing_owners(details: ContractDetails, before: ContractDetails | None) -> list[tuple[str, str]]:
    """A large contract needs both owners."""
    known = missing_owners(before) if before else []
    lacking = set(missing_owners(details)) - set(known)
    return [(field, f"A contract of £50,000 or more needs a named {label}") for field, label, _ in OWNERS if field in lacking]


def _unfit_owners(details: ContractDetails, council_id: int) -> list[tuple[str, str]]:
    """Whoever is named must have the role for it."""
    owners = [(field, label, getattr(details, field), permission) for field, label, permission in OWNERS]
    return [
        (field, f"{person} cannot be the {label}: their role does not include it")
        for field, label, person, permission in owners
        if person is not None and not person.can(permission, council_id)
    ]


@transaction.atomic
def register_contract(
    details: ContractDetails,
    *,
    by: User,
    council: Organisation,
    suppliers: Sequence[Organisation | Link] = (),
    districts: Iterable[District] = (),
    illustrative: bool = False,
    award: Award | None = None,
    source: str = "",
    owners_may_miss: bool = False,
) -> Contract:
    """Enter a contract, grant or in-house service as a draft.

    Without a reference the next CON number is drawn. ``source`` is kept in the audit record: where the entry comes from.
    ``owners_may_miss``: of a register that was brought; such a contract stands on the list of missing managers.
    Raises NotAllowed, or Refused with every problem.
    """
    check_can_register_contract(by, council)
    if not details.reference:
        details = replace(details, reference=next_reference("CON"))
    contract = Contract(council=council, illustrative=illustrative, award=award, unowned=lacks_owner(details), **details.values())
    contract.planned_until = planned_until(contract.starts_on, contract.ends_on)
    contract.evaluation_due_on = due_by_entry(details)
    problems = problems_of(details, council.pk, before=details if owners_may_miss else None)
    if Contract.objects.filter(council=council, reference=contract.reference).exists():
        problems.append(("reference", f"The reference {contract.reference} is taken"))
    problems += supplier_problems(suppliers)
    if problems:
        raise Refused(problems)
    contract.save()
    set_suppliers(contract, suppliers, by=by)
    set_first(contract, districts=districts)
    record("register contract", "entered the contract in the register", by=by, about=contract, council=council, reason=source)
    return contract


@transaction.atomic
def edit_contract(
    contract: Contract,
    *,
    by: User,
    expected_version: Shown = AS_READ,
    suppliers: Sequence[Organisation | Link] | None = None,
    districts: Iterable[District] | None = None,
    **changes: Any,
) -> Contract:
    """Change what the register holds: names of ``ContractDetails`` with their new values; another name is a TypeError.

    Dates of a contract with KPIs move with ``obligations.services.change_dates``.
    """
    fresh = locked(contract, expected_version)
    check_can_edit_contract(by, fresh)
    moved = {f for f in ("starts_on", "ends_on") if f in changes and changes[f] != getattr(fresh, f)}
    if moved and fresh.obligations.filter(kpis__isnull=False).exists():
        raise Refused(
            "Its returns are scheduled already: change the dates with a reason, so that the schedule moves with them",
            moved.pop(),
        )
    changed = save_entry(fresh, by=by, suppliers=suppliers, districts=districts, **changes)
    if changed:
        keep(fresh.pk)
        record_entry(fresh, changed, by=by)
    return fresh


def planned_until(starts_on: date, ends_on: date | None, *, runs_on: bool = False) -> date | None:
    """How far the returns of a contract are planned beside its agreed end: None while it ends then."""
    return horizon(starts_on, clock.today()) if runs_on or ends_on is None else None


def record_entry(
    fresh: Contract, changed: dict[str, list], *, by: User, reason: str = "", sentence: str = "changed the contract's entry"
) -> None:
    """Keep what changed of the entry in the audit record."""
    record("edit contract", sentence, by=by, about=fresh, council=fresh.council, reason=reason, changes=changed)


def save_entry(
    fresh: Contract,
    *,
    by: User,
    suppliers: Sequence[Organisation | Link] | None = None,
    districts: Iterable[District] | None = None,
    **changes: Any,
) -> dict[str, list]:
    """Check and save; ``fresh`` is locked, the caller has asked for permission and records what changed: {field: [old, new]}."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"a contract has no {', '.join(sorted(unknown))}")
    details = replace(fresh.details(), **changes)
    if suppliers is not None and (fresh.award_id or fresh.supplier_changes.exists()):
        now = {party.organisation_id for party in fresh.parties.all() if party.last_day is None}
        if {link.organisation.pk for link in as_links(suppliers)} != now:
            raise Refused(AWARDED, "suppliers")
    problems = problems_of(details, fresh.council_id, before=fresh.details()) + (
        supplier_problems(suppliers) if suppliers is not None else []
    )
    if (
        "reference" in changes
        and Contract.objects.filter(council=fresh.council, reference=details.reference).exclude(pk=fresh.pk).exists()
    ):
        problems.append(("reference", f"The reference {details.reference} is taken"))
    problems += problems_with_worth(fresh, details)
    if problems:
        raise Refused(problems)
    check_stays_owed(fresh, details)
    parties = set_suppliers(fresh, suppliers, by=by) if suppliers is not None else None
    changes["evaluation_due_on"] = due_by_entry(details, fresh)
    if (details.starts_on, details.ends_on) != (fresh.starts_on, fresh.ends_on):
        # It runs on past its end until it gets another
        runs_on = fresh.runs_on and details.ends_on == fresh.ends_on
        changes["planned_until"] = planned_until(details.starts_on, details.ends_on, runs_on=runs_on)
    changed = save_changes(fresh, {"districts": districts}, **changes)
    changed.pop("planned_until", None)
    changed.pop("evaluation_due_on", None)
    if changed:
        Contract.objects.filter(pk=fresh.pk).update(unowned=lacks_owner(details), look_on=AT_ONCE)
    if parties:
        if not changed:
            fresh.version += 1
            fresh.save(update_fields=["version"])
        changed["suppliers"] = parties
    return changed


@transaction.atomic
def start_contract(
    contract: Contract, *, by: User, expected_version: Shown = AS_READ, in_force_already: bool = False
) -> Contract:
    """Put the contract in force. Refused while an obligation is not agreed by both sides, or section 52 asks for more KPIs.

    ``in_force_already``: of a register that was brought; what the law asks before a contract is entered is then shown alone.
    """
    fresh = locked(contract, expected_version)
    check_can_edit_contract(by, fresh)
    status = CONTRACT.target("start", fresh.status)
    waiting = fresh.obligations.proposed().count()
    if waiting:
        many = "1 obligation is" if waiting == 1 else f"{waiting} obligations are"
        raise Refused(f"The contract can start once both sides agree its obligations: {many} still open")
    if not in_force_already:
        check_has_terms(fresh)
        check_has_head(fresh)
    publish_by = None if in_force_already else check_kpis_by_law(fresh)
    due = due_when_begun(fresh, in_force_already=in_force_already)
    save_changes(fresh, status=status, kpis_publish_by=publish_by, evaluation_due_on=due)
    keep(fresh.pk)
    record("start contract", "started the contract", by=by, about=fresh, council=fresh.council)
    _tell_started(fresh)
    return fresh


def _tell_started(contract: Contract) -> None:
    tell_suppliers(
        contract,
        key=f"contract-started:{contract.pk}",
        subject=f"In force: {contract.title}",
        body=(
            f"The contract “{contract.title}” ({contract.reference}) is in force. From now on its returns are due on their "
            "days; you are reminded of each a week before."
        ),
        url=reverse("contract", args=[contract.pk]),
        action="See the contract and what is due",
        for_information=True,
    )
