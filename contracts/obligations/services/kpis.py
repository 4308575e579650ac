"""KPIs and their schedule: due rows are made up front, and moved only with a reason."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Max

from contracts.obligations.calculations.terms import EDITABLE, SCHEDULE, KpiTerms
from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.permissions import check_can_shape
from contracts.obligations.services.obligations import open_again
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.register.permissions import check_can_edit_contract
from contracts.register.services import apply_changes
from contracts.schedule.services import make_due_rows, reschedule
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.saving import locked, save_changes


@transaction.atomic
def add_kpi(obligation: Obligation, terms: KpiTerms, *, by: User) -> Kpi:
    """Add a KPI and every return that will be owed for it, from the contract's first day to its last.

    A new KPI on an agreed obligation asks both sides to agree again. Raises Refused with everything wrong in the terms.
    """
    obligation = locked(obligation)
    contract = locked(obligation.contract)
    check_can_shape(by, contract)
    if obligation.status == AgreementStatus.ENDED:
        raise WrongState("This obligation has ended: it gets no new KPI.")
    last = Kpi.objects.filter(obligation__contract=contract).aggregate(last=Max("number"))["last"] or 0
    terms = terms.tidy()
    _check(terms)
    kpi = Kpi.objects.create(obligation=obligation, number=last + 1, **terms.values())
    make_due_rows(kpi, contract)
    if obligation.status == AgreementStatus.AGREED:
        open_again(obligation, by=by, reason=f"KPI {kpi.number} added")
    record(
        "add KPI",
        f"added KPI {kpi.number} to obligation {obligation.code}",
        by=by,
        about=[kpi, obligation, contract],
        council=contract.council,
    )
    return kpi


def _check(terms: KpiTerms) -> None:
    problems = terms.problems()
    if problems:
        raise Refused(problems)


@transaction.atomic
def edit_kpi(kpi: Kpi, *, by: User, reason: str = "", expected_version: int | None = None, **changes) -> Kpi:
    """Change terms of a KPI. In a contract that has started this needs a reason, and both sides agree again.

    ``changes``: names of ``KpiTerms`` with their new values; another name is a TypeError.

    A new target or minimum stands in the rows whose period is not over and not reported: the past keeps the target it
    had. How often it is reported can change only before the contract starts.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"a KPI has no {', '.join(sorted(unknown))}")
    obligation = locked(kpi.obligation)
    contract = locked(obligation.contract)
    fresh = locked(kpi, expected_version)
    check_can_shape(by, contract)
    started = contract.status != ContractStatus.DRAFT
    if started and not reason.strip():
        raise Refused("The contract has started: say why the KPI changes", "reason")
    if started and any(name in changes and changes[name] != getattr(fresh, name) for name in SCHEDULE):
        raise Refused("The schedule of returns is made already: how often is reported can no longer change", "frequency")
    _check(replace(fresh.terms(), **changes))
    changed = save_changes(fresh, **changes)
    if not changed:
        return fresh
    reschedule(fresh, contract)
    if obligation.status == AgreementStatus.AGREED or obligation.council_agreed_at or obligation.supplier_agreed_at:
        open_again(obligation, by=by, reason=reason or f"KPI {fresh.number} changed before the contract started")
    about = [fresh, obligation, contract]
    record(
        "edit KPI", f"changed KPI {fresh.number}", by=by, about=about, council=contract.council, reason=reason, changes=changed
    )
    return fresh


@transaction.atomic
def change_dates(
    contract: Contract,
    *,
    by: User,
    reason: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    expected_version: int | None = None,
) -> Contract:
    """Move the contract's dates and the schedule with them: an extension makes new due rows, a cut takes open ones away.

    The first day can change only while nothing was reported, since every period is counted from it.
    """
    fresh = locked(contract, expected_version)
    check_can_edit_contract(by, fresh)
    starts_on, ends_on = starts_on or fresh.starts_on, ends_on or fresh.ends_on
    kpis = Kpi.objects.filter(obligation__contract=fresh).exclude(obligation__status=AgreementStatus.ENDED)
    if starts_on != fresh.starts_on and kpis.filter(due_returns__returns__isnull=False).exists():
        raise Refused("Returns were made for periods counted from the first day: it can no longer change", "starts_on")
    if kpis.exists() and not reason.strip():
        raise Refused("Say why the dates change: the schedule of returns moves with them", "reason")
    apply_changes(fresh, by=by, reason=reason, starts_on=starts_on, ends_on=ends_on)
    for kpi in kpis:
        reschedule(kpi, fresh, anew=starts_on != contract.starts_on)
    return fresh
