"""Every KPI of a scope for its file, by contract reference and number: some contracts at a time where they are kept."""

from collections.abc import Iterator

from django.db.models import QuerySet

from contracts.kept.models import KeptKpi
from contracts.register.models import Contract
from contracts.standing.selectors.kpis import KpiLine, kpi_lines, line_of
from measurement.figures.selectors.scope import Scope

# Contracts read at a time: some thousand KPIs
SET = 500


def every_kpi(scope: Scope) -> Iterator[KpiLine]:
    """From their kept rows, in constant memory, two queries a set of contracts; otherwise from the statement, one query."""
    if not scope.window:
        yield from sorted(kpi_lines(scope.contracts(), scope.span), key=_place)
        return
    rows = KeptKpi.objects.filter(council=scope.council_id, period=scope.window)
    for contracts in _sets(scope.contracts()):
        found = [line_of({**row, "wording": "", "title": ""}) for row in rows.filter(contract__in=contracts).values()]
        yield from sorted(found, key=_place)


def _place(line: KpiLine) -> tuple[str, int, int, int]:
    return line.reference, line.contract_id, line.number, line.pk


def _sets(contracts: QuerySet[Contract]) -> Iterator[list[int]]:
    """The keys of contracts, by reference, so many at a time: read on from the last one."""
    rows = contracts.order_by("reference", "pk").values_list("reference", "pk")
    found = list(rows[:SET])
    while found:
        yield [pk for _, pk in found]
        reference, pk = found[-1]
        # Both halves of the condition, so that an index of references is gone on in
        found = list(rows.filter(reference__gte=reference).exclude(reference=reference, pk__lte=pk)[:SET])
