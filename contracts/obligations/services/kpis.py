"""KPIs and their schedule: due rows are made up front, and moved only with a reason."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import DueReturn, Kpi
from contracts.obligations.permissions import check_can_shape
from contracts.obligations.services.obligations import open_again
from contracts.performance.enums import Combining
from contracts.register.enums import ContractStatus
from contracts.register.permissions import check_can_edit_contract
from contracts.register.services import apply_changes
from contracts.schedule.calculations.periods import periods, spread
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.saving import locked, save_changes

EDITABLE = ("wording", "unit", "direction", "target", "floor", "per", "frequency", "combining", "days_to_report", "client_side")
SCHEDULE = ("frequency", "days_to_report")


@transaction.atomic
def add_kpi(
    obligation,
    *,
    by,
    wording: str,
    unit: str,
    direction: str = "higher",
    target: Decimal | None = None,
    floor: Decimal | None = None,
    frequency: str,
    combining: str = "sum",
    days_to_report: int = 20,
    per: str = "",
    client_side: bool = False,
) -> Kpi:
    """Add a KPI and every return that will be owed for it, from the contract's first day to its last.

    ``target`` and ``floor`` are in ``unit`` for one reporting period, or ``per`` term, year, quarter or month: then
    the due rows carry the split (``schedule.spread``; docs/decisions/0008-targets-over-the-term.md). The floor is on the
    worse side of the target. A new KPI on an agreed obligation asks both sides to agree again.
    """
    obligation = locked(obligation)
    contract = locked(obligation.contract)
    check_can_shape(by, contract)
    if obligation.status == AgreementStatus.ENDED:
        raise WrongState("This obligation has ended: it gets no new KPI.")
    last = Kpi.objects.filter(obligation__contract=contract).aggregate(last=Max("number"))["last"] or 0
    kpi = Kpi(
        obligation=obligation,
        number=last + 1,
        wording=wording.strip(),
        unit=unit.strip(),
        direction=direction,
        target=target,
        floor=floor,
        per=per,
        frequency=frequency,
        combining=combining,
        days_to_report=days_to_report,
        client_side=client_side,
    )
    _check(kpi)
    kpi.save()
    DueReturn.objects.bulk_create(planned_rows(kpi, contract))
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


def _check(kpi: Kpi) -> None:
    problems = []
    if not kpi.wording:
        problems.append(("wording", "Say what is measured"))
    if not kpi.unit:
        problems.append(("unit", "Say what is counted: people, %, tonnes"))
    if kpi.floor is not None and kpi.target is None:
        problems.append(("floor", "A floor needs a target"))
    elif kpi.floor is not None and (kpi.floor > kpi.target if kpi.direction == "higher" else kpi.floor < kpi.target):
        side = "above" if kpi.direction == "higher" else "below"
        problems.append(("floor", f"The floor cannot be {side} the target"))
    if kpi.per and kpi.combining != Combining.SUM:
        problems.append(("per", "Only figures that are added up can be promised for another length than the reporting period"))
    if problems:
        raise Refused(problems)


def planned_rows(kpi: Kpi, contract) -> list[DueReturn]:
    """The due rows (not saved) of a KPI over the contract's dates, each with its own target and floor."""
    rows = periods(kpi.frequency, contract.starts_on, contract.ends_on, kpi.days_to_report)
    splits = kpi.combining == Combining.SUM
    targets = spread(kpi.target, kpi.per or kpi.frequency, rows, splits=splits)
    floors = spread(kpi.floor, kpi.per or kpi.frequency, rows, splits=splits)
    return [
        DueReturn(kpi=kpi, starts_on=row.starts_on, ends_on=row.ends_on, due_on=row.due_on, target=target, floor=floor)
        for row, target, floor in zip(rows, targets, floors, strict=True)
    ]


@transaction.atomic
def edit_kpi(kpi: Kpi, *, by, reason: str = "", expected_version: int | None = None, **changes) -> Kpi:
    """Change a KPI. In a contract that has started this needs a reason, and both sides agree again.

    A new target or floor stands in the rows whose period is not over and not reported: the past keeps the target it
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
    before = {name: getattr(fresh, name) for name in changes}
    for name, value in changes.items():
        setattr(fresh, name, value)
    _check(fresh)
    for name, value in before.items():
        setattr(fresh, name, value)
    changed = save_changes(fresh, **changes)
    if not changed:
        return fresh
    _reschedule(fresh, contract)
    if obligation.status == AgreementStatus.AGREED or obligation.council_agreed_at or obligation.supplier_agreed_at:
        open_again(obligation, by=by, reason=reason or f"KPI {fresh.number} changed before the contract started")
    about = [fresh, obligation, contract]
    record(
        "edit KPI", f"changed KPI {fresh.number}", by=by, about=about, council=contract.council, reason=reason, changes=changed
    )
    return fresh


def _reschedule(kpi: Kpi, contract) -> None:
    """Make the rows what the KPI and the contract's dates say, without touching periods that are over or were reported."""
    planned = {row.starts_on: row for row in planned_rows(kpi, contract)}
    today = clock.today()
    for row in kpi.due_returns.all().prefetch_related("returns"):
        wanted = planned.pop(row.starts_on, None)
        reported = bool(row.returns.all())
        over = row.ends_on < today and contract.status != ContractStatus.DRAFT
        if wanted is None:
            if reported or over:
                continue
            row.delete()
        elif not (reported or over):
            row.ends_on, row.due_on, row.target, row.floor = wanted.ends_on, wanted.due_on, wanted.target, wanted.floor
            row.save(update_fields=["ends_on", "due_on", "target", "floor"])
    DueReturn.objects.bulk_create(planned.values())


@transaction.atomic
def change_dates(contract, *, by, reason: str, starts_on: date | None = None, ends_on: date | None = None, expected_version=None):
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
        if starts_on != contract.starts_on:
            kpi.due_returns.all().delete()
        _reschedule(kpi, fresh)
    return fresh
