"""Due rows are made up front with their target, and moved with the KPI and the contract's dates.

Called by the services that change a KPI or a contract, inside their transaction, which also checks and records.
"""

from contracts.performance.enums import Kind
from contracts.register.enums import ContractStatus
from contracts.schedule.calculations.periods import periods, spread
from contracts.schedule.models import DueReturn
from socialvalue.common import clock


def planned_rows(kpi, contract) -> list[DueReturn]:
    """The due rows (not saved) of a KPI over the contract's dates, each with its own target and minimum."""
    rows = periods(kpi.frequency, contract.starts_on, contract.ends_on, kpi.days_to_report)
    splits = kpi.kind == Kind.SUM
    targets = spread(kpi.target, kpi.per or kpi.frequency, rows, splits=splits)
    minimums = spread(kpi.minimum, kpi.per or kpi.frequency, rows, splits=splits)
    return [
        DueReturn(kpi=kpi, starts_on=row.starts_on, ends_on=row.ends_on, due_on=row.due_on, target=target, minimum=minimum)
        for row, target, minimum in zip(rows, targets, minimums, strict=True)
    ]


def make_due_rows(kpi, contract) -> None:
    """Keep every return that will be owed for a new KPI, from the contract's first day to its last."""
    DueReturn.objects.bulk_create(planned_rows(kpi, contract))


def reschedule(kpi, contract, *, anew: bool = False) -> None:
    """Make the rows what the KPI and the contract's dates say, without touching periods that are over or were reported.

    ``anew``: the first day moved, from which every period is counted, and nothing was reported yet.
    """
    if anew:
        kpi.due_returns.all().delete()
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
            row.ends_on, row.due_on, row.target, row.minimum = wanted.ends_on, wanted.due_on, wanted.target, wanted.minimum
            row.save(update_fields=["ends_on", "due_on", "target", "minimum"])
    DueReturn.objects.bulk_create(planned.values())


def waive_open(obligation, *, by, reason: str) -> int:
    """Periods of an ended obligation that are not over and not reported are no longer owed; how many there were."""
    rows = DueReturn.objects.filter(kpi__obligation=obligation, waived_at=None, ends_on__gte=clock.today()).not_handed_in()
    return rows.update(waived_at=clock.now(), waived_by=by, waived_reason=reason)
