"""Contracts, obligations, KPIs and returns for tests, made by the real services."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.evidence.calculations.consent import Consent
from contracts.obligations import services as commitments
from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.selectors.alike import alike_to
from contracts.register import services as register
from contracts.register.calculations.details import ContractDetails
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation, User
from tests.fixtures.remembered import remembered

from . import people

# What the register takes beside the entry itself
ASIDE = ("suppliers", "districts", "illustrative", "award", "source")


# What a person agreed to whose story may be shown to anybody
AGREED = Consent(use="public", asked_by="Support worker", how="writing", asked_on=date(2025, 4, 1))

# Why a return without evidence is verified all the same
SEEN = "Seen on site with the provider’s own list."


@dataclass(frozen=True)
class Parties:
    """Everybody around a contract."""

    council: Organisation
    supplier: Organisation
    manager: User
    director: User
    member: User
    reporter: User  # for the supplier


@remembered
def parties(council=None, supplier=None) -> Parties:
    council = council or people.council()
    supplier = supplier or people.supplier()
    return Parties(
        council=council,
        supplier=supplier,
        manager=people.person(council, Role.CONTRACT_MANAGER),
        director=people.person(council, Role.LEAD_DIRECTOR),
        member=people.person(council, Role.MEMBER),
        reporter=people.person(supplier, Role.SUPPLIER),
    )


@remembered
def draft_contract(who: Parties | None = None, **details) -> tuple[Contract, Parties]:
    """A registered contract of three years from 1 April 2025, worth £1.2 million, without obligations."""
    who = who or parties()
    fields = {
        "title": "Carers’ short breaks",
        "directorate": who.council.directorates.first(),
        "starts_on": date(2025, 4, 1),
        "ends_on": date(2028, 3, 31),
        "total_value": Decimal("1200000"),
        "route": "tender",
        "manager": who.manager,
        "lead_director": who.director,
        "suppliers": [who.supplier],
    }
    fields |= details
    aside = {name: fields.pop(name) for name in ASIDE if name in fields}
    return register.register_contract(ContractDetails(**fields), by=who.manager, council=who.council, **aside), who


@remembered
def obligation(contract: Contract, who: Parties, *, kpi: dict | None = None, **details) -> Obligation:
    """A required obligation with one KPI: quarterly apprenticeships, target 3, minimum 2."""
    fields = {"basis": "required", "wording": "Three apprenticeships a quarter.", "source_note": "Schedule 4"}
    body = commitments.add_obligation(contract, ObligationDetails(**{**fields, **details}), by=who.manager)
    measured = {
        "wording": "Apprenticeships started",
        "unit": "apprenticeships",
        "target": Decimal(3),
        "minimum": Decimal(2),
        "frequency": "quarter",
    }
    commitments.add_kpi(body, KpiTerms(**{**measured, **(kpi or {})}), by=who.manager)
    return Obligation.objects.get(pk=body.pk)


@remembered
def active_contract(
    who: Parties | None = None, *, obligations: int = 1, kpi: dict | None = None, **details
) -> tuple[Contract, Parties]:
    """A contract in force with agreed obligations, each with one KPI."""
    contract, who = draft_contract(who, **details)
    for _ in range(obligations):
        body = obligation(contract, who, kpi=kpi)
        body = commitments.agree(body, by=who.reporter)
        commitments.agree(body, by=who.manager)
    return register.start_contract(contract, by=who.manager), who


def on_top(obligation: Obligation, by: User) -> Obligation:
    """As it stands in the database; where an earlier one counts the same, it was said that other people are meant."""
    fresh = Obligation.objects.get(pk=obligation.pk)
    if fresh.counted_at is None and alike_to(fresh):
        fresh = commitments.say_counted(fresh, by=by, part_of=None, reason="Other people are meant, both sides said.")
    return fresh


def first_due(contract: Contract) -> DueReturn:
    return DueReturn.objects.filter(kpi__obligation__contract=contract).order_by("starts_on", "kpi__number").first()


def submitted_return(due: DueReturn, who: Parties, value="3", **typed) -> Return:
    """Submitted by the supplier, of the council's own duty by the contract manager; the clock must stand after the period began."""
    by = who.manager if due.kpi.client_side else who.reporter
    draft = returns.save_return(due, by=by, value=Decimal(value), **typed)
    return returns.submit_return(draft, by=by)


def verified_return(due: DueReturn, who: Parties, value="3", **typed) -> Return:
    """Submitted, and verified by who did not submit it, with the reason why although nothing but the figure is there."""
    by = who.director if due.kpi.client_side else who.manager
    return returns.verify_return(submitted_return(due, who, value, **typed), by=by, comment=SEEN)


def kpi_of(contract: Contract) -> Kpi:
    return Kpi.objects.filter(obligation__contract=contract).order_by("number").first()
