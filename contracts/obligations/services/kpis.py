"""KPIs: added with every return that will be owed, and changed. What both sides agreed changes only when both agree again."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.kept.services import keep
from contracts.obligations.calculations.terms import EDITABLE, PLANNING, SCHEDULE, KpiTerms
from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.permissions import check_can_shape
from contracts.obligations.services.baseline import clear_where_measured_otherwise
from contracts.obligations.services.changes import propose_change, term_text
from contracts.obligations.services.checking import check_terms, first_reported, settled_problems
from contracts.obligations.services.obligations import open_again
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from contracts.schedule.services import make_due_rows, reschedule
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day


@transaction.atomic
def add_kpi(
    obligation: Obligation,
    terms: KpiTerms,
    *,
    by: User,
    number: int | None = None,
    brought_over_on: date | None = None,
    tells: bool = True,
) -> Kpi:
    """Add a KPI and every return that will be owed for it, up to the contract's last day.

    ``number``: as the contract's own papers have it; without, the next one. ``brought_over_on``: the day, where it comes from
    earlier records. ``tells``: the supplier is told here; else by the caller.

    Without ``reported_from`` it is reported from ``first_reported``. Nothing of it counts before both sides agree: a new
    KPI on an agreed obligation asks them again. Raises Refused with everything wrong in the terms.
    """
    obligation = locked(obligation, NOTHING_READ)
    contract = locked(obligation.contract, NOTHING_READ)
    check_can_shape(by, contract)
    if obligation.status == AgreementStatus.ENDED:
        raise WrongState("This obligation has ended: it gets no new KPI")
    terms = _completed(terms.tidy(), obligation, contract)
    check_terms(terms, obligation, contract)
    number = _number(contract, number)
    kpi = Kpi.objects.create(obligation=obligation, number=number, brought_over_on=brought_over_on, **terms.values())
    make_due_rows(kpi, contract)
    if not kpi.due_returns.exists():
        raise Refused(
            f"No period begins between {plain_day(terms.reported_from)} and the last day of the contract: choose an earlier day",
            "reported_from",
        )
    open_again(obligation, by=by, reason=f"KPI {kpi.number} added")
    keep(contract.pk)
    about = [kpi, obligation, contract]
    record("add KPI", f"added KPI {kpi.number} to obligation {obligation.code}", by=by, about=about, council=contract.council)
    if tells and not contract.is_draft and brought_over_on is None:
        _tell_added(kpi, contract, by)
    return kpi


def _tell_added(kpi: Kpi, contract: Contract, by: User) -> None:
    """Of a contract in force both sides are asked again; before it starts the whole hand-over asks them."""
    code = kpi.obligation.code
    tell_suppliers(
        contract,
        key=f"kpi-added:{kpi.pk}",
        subject=f"KPI {kpi.number} is proposed for obligation {code}: {contract.title}",
        body=f"{by} added KPI {kpi.number}, “{kpi.wording}”, to obligation {code} of “{contract.title}” "
        f"({contract.reference}). Nothing of it is due before both sides agree. Read it, then agree or say what differs.",
        url=f"{reverse('contract-handover', args=[contract.pk])}#obligation-{kpi.obligation_id}",
        action="Read the KPI and its periods",
        besides=by,
    )


def _number(contract: Contract, wanted: int | None) -> int:
    numbers = set(Kpi.objects.filter(obligation__contract=contract).values_list("number", flat=True))
    if wanted in numbers:
        raise Refused("Another KPI of this contract has this number", "number")
    return max(numbers, default=0) + 1 if wanted is None else wanted


def _completed(terms: KpiTerms, obligation: Obligation, contract: Contract) -> KpiTerms:
    """What was left to the measure and to the contract's dates."""
    measure = obligation.measure
    if measure is not None and terms.unit.casefold() == measure.unit.casefold():
        terms = replace(terms, unit=measure.unit)
    if terms.may_be_negative is None:
        terms = replace(terms, may_be_negative=bool(measure and measure.may_be_negative))
    if terms.reported_from is None:
        day = clock.today() if terms.kind == Kind.MILESTONE and not contract.is_draft else None
        day = max(day, contract.starts_on) if day else first_reported(contract, terms.frequency)
        terms = replace(terms, reported_from=day)
    return terms


@transaction.atomic
def edit_kpi(kpi: Kpi, *, by: User, reason: str = "", expected_version: Shown = AS_READ, **changes: Any) -> Kpi:
    """Change terms of a KPI. What both sides agreed, in a contract that has started, is only proposed to be changed: that
    needs a reason, and counts once both sides agree the obligation again (``changes``). Anything else changes at once. Once a
    period was reported or is over, what such a KPI is stays, and no such period is left out (``settled_problems``).

    ``changes``: names of ``KpiTerms`` with their new values; another name is a TypeError. Periods that are over and periods
    that were reported keep the target they had. How often is reported can change only before the contract starts, what the
    KPI counts only before anything was reported.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"a KPI has no {', '.join(sorted(unknown))}")
    obligation = locked(kpi.obligation, NOTHING_READ)
    contract = locked(obligation.contract, NOTHING_READ)
    fresh = locked(kpi, expected_version)
    check_can_shape(by, contract)
    before = fresh.terms()
    terms = replace(before, **changes).tidy()
    changed = before.changes_to(terms)
    in_force = not contract.is_draft and fresh.agreed_at is not None
    _check_change(fresh, changed, reason, in_force=in_force)
    check_terms(terms, obligation, contract, before)
    if not changed:
        return fresh
    if in_force:
        propose_change(fresh, changed, obligation, contract, by=by, reason=reason)
        return fresh
    clear_where_measured_otherwise(fresh, changed, contract, by=by)
    recorded = save_changes(fresh, **changed, agreed_at=None)
    if "sub_scores" in recorded:
        recorded["sub_scores"] = [term_text("sub_scores", one.sub_scores) for one in (before, terms)]
    if not changed.keys().isdisjoint(PLANNING):
        reschedule(fresh, contract)
    open_again(obligation, by=by, reason=reason or f"KPI {fresh.number} changed before both sides had agreed it")
    recorded.pop("agreed_at", None)
    keep(contract.pk)
    about = [fresh, obligation, contract]
    sentence = f"changed KPI {fresh.number}"
    record("edit KPI", sentence, by=by, about=about, council=contract.council, reason=reason, changes=recorded)
    return fresh


def _check_change(kpi: Kpi, changed: dict[str, Any], reason: str, *, in_force: bool) -> None:
    problems: list[tuple[str | None, str]] = []
    if in_force:
        problem = problem_with_reason(reason, "The contract has started: say why the KPI changes")
        problems += [("reason", problem)] if problem else []
        problems += [
            (name, "The schedule of returns is made already: how often and how soon is reported can no longer change")
            for name in SCHEDULE
            if name in changed
        ]
        problems += settled_problems(kpi, changed)
    elif "kind" in changed and kpi.due_returns.filter(returns__isnull=False).exists():
        problems.append(("kind", "Returns were made already: what this KPI counts can no longer change. Add another KPI."))
    if problems:
        raise Refused(problems)
