"""What a figure says, from the very rows it was read from, for the page of the returns behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contracts.kept.models import KeptContract, KeptKpi
from contracts.performance.coverage import coverage_words
from contracts.performance.enums import Standing
from contracts.performance.rows import Counts
from contracts.performance.words import figure_words
from contracts.register.models import Contract
from contracts.standing.selectors.kpis import KpiLine, kpi_lines, line_of
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors.achievement import group_rows
from measurement.figures.selectors.lines import TALLIED, measured, tally_of
from measurement.figures.selectors.scope import Scope
from measurement.figures.selectors.subjects import ALL, Narrower, Subject, measure_keys, priority_keys
from socialvalue.framework.models import Measure


@dataclass(frozen=True)
class Total:
    """``said``: the figure in words, “” where several of different units are meant; ``counts``: the returns it is made of."""

    said: str
    counts: Counts
    standing: Standing | None = None

    @property
    def coverage(self) -> str:
        return coverage_words(self.counts)


def total_of(what: Subject, scope: Scope, narrower: Narrower = ALL) -> Total:
    """The figure that a page of returns is behind. At most three queries, however many rows."""
    if what.kind == "kpi":
        return _of_kpi(what.pk, scope)
    if what.kind == "contract":
        return _of_tally(_contract(what.pk, scope))
    rows = group_rows(scope)
    if what.kind == "measure":
        return _of_measure(what.pk, rows, scope, narrower)
    return _of_tally(tally_of(_about(what, rows)))


def _about(what: Subject, rows: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    if what.kind == "priority":
        keys = set(priority_keys(what.pk))
        return [row for row in rows if row["priority_id"] in keys]
    return [row for row in rows if row["directorate_id"] == what.pk] if what.kind == "directorate" else rows


def _of_tally(tally: Tally) -> Total:
    words = tally.sentence()
    return Total(f"{words[0].upper()}{words[1:]}", tally.counts)


def _of_measure(pk: int, rows: list[dict[str, Any]], scope: Scope, narrower: Narrower) -> Total:
    keys = set(measure_keys(pk))
    priorities = set(priority_keys(narrower.priority)) if narrower.priority else None
    mine = [
        row
        for row in rows
        if row["measure_id"] in keys
        and (priorities is None or row["priority_id"] in priorities)
        and all(row[name] == said for name, said in narrower.alike.items())
    ]
    found = measured(mine, Measure.objects.select_related("outcome__priority__version__framework").in_bulk(keys))
    said = found[0].figure(scope).said if len(found) == 1 else ""
    return Total(f"{said[0].upper()}{said[1:]}" if said else "", tally_of(mine).counts)


def _contract(pk: int, scope: Scope) -> Tally:
    contracts = scope.contracts().filter(pk=pk)
    if scope.window:
        row = KeptContract.objects.filter(contract__in=contracts, period=scope.window).values(*TALLIED).first()
        return Tally(**row) if row else Tally()
    lines = [line for line in kpi_lines(contracts, scope.span) if not line.client_side]
    return sum((_one(line) for line in lines), Tally())


def _one(line: KpiLine) -> Tally:
    counts = line.figure.counts
    own = {"expected": counts.expected, "reported": counts.reported, "waiting": counts.waiting, "late": counts.late}
    return Tally(kpis=1, **{line.figure.standing.value: 1}, **own)


def _of_kpi(pk: int, scope: Scope) -> Total:
    contracts = scope.contracts().filter(obligations__kpis=pk)
    if scope.window:
        rows = KeptKpi.objects.filter(kpi=pk, contract__in=contracts, period=scope.window)
        lines = [line_of(row | {"wording": "", "title": ""}) for row in rows.values()]
    else:
        lines = [line for line in kpi_lines(Contract.objects.filter(pk__in=contracts), scope.span) if line.pk == pk]
    if not lines:
        return Total("No period of it ended in this time", Counts())
    [line] = lines
    words = figure_words(line.figure, line.unit)
    return Total(f"{words[0].upper()}{words[1:]}", line.figure.counts, line.figure.standing)
