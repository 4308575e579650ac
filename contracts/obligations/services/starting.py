"""Several KPIs in one press: from a published set, or a yes or no for each principle of a contract."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.enums import Basis
from contracts.obligations.models import Obligation
from contracts.obligations.selectors.published import PublishedSet
from contracts.obligations.services.kpis import add_kpi
from contracts.obligations.services.obligations import add_obligation
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from socialvalue.accounts.models import User
from socialvalue.common.errors import Refused

MOST_PRINCIPLES = 30
LONGEST = 300


@transaction.atomic
def start_from_set(
    contract: Contract,
    chosen: PublishedSet,
    codes: Sequence[str],
    *,
    by: User,
    frequency: str,
    basis: str = Basis.REQUIRED,
    source_note: str = "",
    obligation: Obligation | None = None,
) -> Obligation:
    """Draft the KPIs of a set that have these ``codes``, for ``obligation`` or for a new one in the set’s words: all or none.

    Each has what is published and nothing else; both sides agree them as any other. Raises Refused where none is chosen.
    """
    kpis = [kpi for kpi in chosen.kpis if kpi.code in set(codes)]
    if not kpis:
        raise Refused("Choose at least one KPI", "codes")
    note = f"{source_note.strip()}. After {chosen.source}" if source_note.strip() else chosen.source
    details = ObligationDetails(basis=basis, wording=chosen.obligation, source_note=note[:300])
    return _add(contract, details, [kpi.terms(frequency) for kpi in kpis], obligation, by=by)


@transaction.atomic
def start_from_principles(
    contract: Contract, principles: str, *, by: User, wording: str, frequency: str, basis: str, source_note: str
) -> Obligation:
    """Add an obligation with a yes or no for each of the contract’s ``principles``, one a line, in full.

    Raises Refused on ``principles`` with everything that is wrong.
    """
    lines = [line.strip() for line in principles.splitlines() if line.strip()]
    found = [f"Principle {place} is longer than {LONGEST} characters" for place, x in enumerate(lines, 1) if len(x) > LONGEST]
    if not lines:
        found.append("Enter the principles, one on each line")
    if len(lines) > MOST_PRINCIPLES:
        found.append(f"Enter at most {MOST_PRINCIPLES} principles")
    if len({line.casefold() for line in lines}) != len(lines):
        found.append("Two principles have the same words")
    if found:
        raise Refused([("principles", words) for words in found])
    details = ObligationDetails(basis=basis, wording=wording, source_note=source_note)
    terms = [KpiTerms(wording=line, unit="", frequency=frequency, kind=Kind.YES_NO) for line in lines]
    return _add(contract, details, terms, None, by=by)


def _add(
    contract: Contract, details: ObligationDetails, terms: Sequence[KpiTerms], obligation: Obligation | None, *, by: User
) -> Obligation:
    body = obligation if obligation is not None else add_obligation(contract, details, by=by)
    if body.contract_id != contract.pk:
        raise Refused("This obligation is of another contract", "obligation")
    made = [add_kpi(body, one, by=by, tells=False) for one in terms]
    if not contract.is_draft:
        _tell(contract, body, len(made), by)
    return Obligation.objects.get(pk=body.pk)


def _tell(contract: Contract, body: Obligation, count: int, by: User) -> None:
    """Once, however many they are."""
    many = f"{count} KPIs are" if count != 1 else "1 KPI is"
    last = body.kpis.order_by("number").last()
    tell_suppliers(
        contract,
        key=f"kpis-added:{last.pk if last else body.pk}",
        subject=f"{many} proposed for obligation {body.code}: {contract.title}",
        body=f"{by} added {count} KPI{'' if count == 1 else 's'} to obligation {body.code} of “{contract.title}” "
        f"({contract.reference}). Nothing of them is due before both sides agree. Read them, then agree or say what differs.",
        url=f"{reverse('contract-handover', args=[contract.pk])}#obligation-{body.pk}",
        action="Read the KPIs and their periods",
        besides=by,
    )
