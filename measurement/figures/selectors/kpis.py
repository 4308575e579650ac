"""The KPIs behind a figure, a page of them at a time: those that miss most first."""

from dataclasses import dataclass
from typing import Any

from contracts.performance.enums import Standing
from contracts.standing.selectors.kpis import KpiLine, line_of
from contracts.standing.selectors.statement import common, fetch
from measurement.figures.selectors.lines import Line, numbers
from measurement.figures.selectors.paging import Rows
from measurement.figures.selectors.scope import Scope

# The order in which somebody who looks after a priority wants to read them
WORST_FIRST = (
    Standing.BELOW_MINIMUM, Standing.BELOW_TARGET, Standing.NOT_REPORTED, Standing.NO_TARGET, Standing.ON_TARGET,
    Standing.NOTHING_DUE,
)  # fmt: skip
PLACES = " ".join(f"WHEN '{standing.value}' THEN {n}" for n, standing in enumerate(WORST_FIRST))
PICKED = f"""
SELECT judged.*, COUNT(*) OVER () AS rows_in_all FROM judged WHERE {{where}}
ORDER BY CASE standing {PLACES} END, reference, contract_id, number, kpi_id LIMIT %s OFFSET %s
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
        self.scope = scope
        self._where, self._params = ("client_side", []) if client_side else ("NOT client_side", [])
        if priority is not None:
            ids = sorted(priority.ids)
            self._where += f" AND priority_id IN ({', '.join(['%s'] * len(ids))})"
            self._params = ids

    def _fetch(self, limit: int, offset: int) -> list[dict[str, Any]]:
        sql, params = common(self.scope.contracts(), self.scope.span)
        return fetch(sql + PICKED.format(where=self._where), [*params, *self._params, limit, offset])

    def _make(self, row: dict[str, Any]) -> Listed:
        return Listed(line_of(row), numbers(row, row["kind"]))
