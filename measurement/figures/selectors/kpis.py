"""The KPIs behind a figure, a page of them at a time: those that miss most first."""

from dataclasses import dataclass
from typing import Any

from contracts.kept.selectors.contracts import PLACE
from contracts.kept.selectors.statement import common, fetch
from contracts.standing.selectors.kpis import KpiLine, line_of
from measurement.figures.selectors import kept
from measurement.figures.selectors.lines import Line, numbers
from measurement.figures.selectors.paging import Rows
from measurement.figures.selectors.scope import Scope

PICKED = f"""
SELECT judged.*, COUNT(*) OVER () AS rows_in_all FROM judged WHERE {{where}}
ORDER BY {PLACE}, reference, contract_id, number, kpi_id LIMIT %s OFFSET %s
"""  # noqa: S608 - no part of it comes from a request


@dataclass(frozen=True)
class Listed:
    """A KPI of a list; ``numbers``: of a share, the two numbers behind it in words, “1,160 of 2,000”."""

    line: KpiLine
    numbers: str


class KpiLines(Rows[Listed]):
    """KPIs of a scope: of one priority (in every version of its framework), or the council's own duties."""

    def __init__(self, scope: Scope, *, priority: Line | None = None, client_side: bool = False):
        super().__init__()
        self.scope, self._own = scope, client_side
        self._priorities = None if priority is None else sorted(priority.ids)
        self._where, self._params = ("client_side", []) if client_side else ("NOT client_side", [])
        if self._priorities is not None:
            self._where += f" AND priority_id IN ({', '.join(['%s'] * len(self._priorities))})"
            self._params = self._priorities

    def _fetch(self, limit: int, offset: int) -> list[dict[str, Any]]:
        if self.scope.window:
            return kept.kpi_rows(self.scope, priorities=self._priorities, client_side=self._own, limit=limit, offset=offset)
        sql, params = common(self.scope.contracts(), self.scope.span)
        return fetch(sql + PICKED.format(where=self._where), [*params, *self._params, limit, offset])

    def _make(self, row: dict[str, Any]) -> Listed:
        return Listed(line_of(row), numbers(row, row["kind"]))
