"""Due rows are made up front with their target, and moved with the KPI and the contract's dates.

Called by the services that change a KPI or a contract, inside their transaction, which also checks and records.
"""

from contracts.performance.enums import Combining
from contracts.register.enums import ContractStatus
from contracts.schedule.calculations.planning import Promise, plan
from contracts.schedule.models import DueReturn
from socialvalue.common import clock


def planned_rows(kpi, contract) -> list[DueReturn]:
    """The due rows (not saved) of a KPI over the contract's dates, each with its own target and floor."""
    promise = Promise(
        kind="sum" if kpi.combining == Combining.SUM else "level",
        frequency=kpi.frequency,
        days_to_report=kpi.days_to_report,
        per=kpi.per,
        target=kpi.target,
        minimum=kpi.floor,
        lower=kpi.lower_is_better,
    )
    return [
        DueReturn(kpi=kpi, starts_on=r.starts_on, ends_on=r.ends_on, due_on=r.due_on, target=r.target, floor=r.minimum)
        for r in plan(promise, contract.starts_on, contract.ends_on)
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
            row.ends_on, row.due_on, row.target, row.floor = wanted.ends_on, wanted.due_on, wanted.target, wanted.floor
            row.save(update_fields=["ends_on", "due_on", "target", "floor"])
    DueReturn.objects.bulk_create(planned.values())


def waive_open(obligation) -> int:
    """Periods of an ended obligation that are not over and not reported are no longer owed; how many there were."""
    rows = DueReturn.objects.filter(kpi__obligation=obligation, waived_at=None, ends_on__gte=clock.today()).not_handed_in()
    return rows.update(waived_at=clock.now())
