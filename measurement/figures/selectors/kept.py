"""What is kept of a scope's figures, in the shape in which the statement answers. A test holds the two to be equal.

Only of a scope with a ``window``: one of the standard periods, as known on the evening that a council's kept figures speak of.
"""

from typing import Any

from django.db.models import QuerySet, Sum

from contracts.kept.calculations.windows import within
from contracts.kept.models import KeptSum, KeptTally
from contracts.kept.selectors.contracts import COUNTS
from contracts.kept.selectors.statement import fetch
from measurement.figures.selectors.scope import Scope

ALIKE = ("priority_id", "directorate_id", "supplier_kind", "measure_id", "unit", "kind", "direction", "client_side")
# A sum is none, and no nought, where the sum that counts its rows is nought
SUMS = {
    "got": "weight", "weight": "weight", "compared": "aimed", "aimed": "aimed", "wanted": "aimed", "least": "aimed",
    "promised": "promising",
}  # fmt: skip
PAGE = """SELECT c.id, c.reference, c.title, c.status, t.* FROM contracts_keptcontract t
JOIN contracts_contract c ON c.id = t.contract_id WHERE {where} ORDER BY {order} LIMIT %s OFFSET %s"""
KPIS = """SELECT k.*, p.wording, c.title FROM contracts_keptkpi k JOIN contracts_kpi p ON p.id = k.kpi_id
JOIN contracts_contract c ON c.id = k.contract_id WHERE {where}
ORDER BY k.place, k.reference, k.contract_id, k.number, k.kpi_id LIMIT %s OFFSET %s"""

BRANCH = "SELECT * FROM (SELECT k.contract_id, k.kpi_id FROM {of} WHERE {where} ORDER BY {order} LIMIT %s) k"
# Of a kind of supplier that is rare its few contracts are read, of another one the KPIs in their order: the engine knows
OF_A_KIND = """contracts_keptcontract t
JOIN contracts_keptkpi k ON k.contract_id = t.contract_id AND k.period = t.period AND k.council_id = t.council_id"""
NOTHING = "SELECT contract_id, kpi_id FROM contracts_keptkpi WHERE 1 = 0"


def group_rows(scope: Scope) -> list[dict[str, Any]]:
    """A row for each priority, directorate, measure, unit, kind and direction with a KPI of the scope. One query."""
    named = {f"total_{name}": Sum(name) for name in (*COUNTS, *{*SUMS, *SUMS.values()}, "without_minimum")}
    rows = _of(KeptSum.objects.all(), scope).values(*ALIKE).annotate(**named).filter(total_kpis__gt=0)
    return [_as_statement(row) for row in rows.order_by()]


def _as_statement(row: dict[str, Any]) -> dict[str, Any]:
    found = {name.removeprefix("total_"): value for name, value in row.items()}
    return found | {name: found[name] if found[counted] else None for name, counted in SUMS.items()}


def tally(scope: Scope, window: str) -> dict[str, Any]:
    """KPIs and contracts of the scope counted over a kept window; everything nought where there is nothing. One query."""
    names = (*COUNTS, "contracts", "attention", "owing", "owing_late")
    found = _of(KeptTally.objects.all(), scope, window).aggregate(**{f"total_{name}": Sum(name) for name in names})
    return {name.removeprefix("total_"): value or 0 for name, value in found.items()} | {"client_side": False}


def tallies(scope: Scope, windows: list[str]) -> dict[str, dict[str, Any]]:
    """Window → its KPIs counted, of those in which something is owed. One query."""
    codes = {within(scope.window, window): window for window in windows}
    rows = _of(KeptTally.objects.all(), scope, *codes).values("period").annotate(**{f"total_{n}": Sum(n) for n in COUNTS})
    named = ({key.removeprefix("total_"): value for key, value in row.items()} for row in rows.order_by())
    return {codes[row["period"]]: row | {"client_side": False} for row in named}


def _of(rows: QuerySet, scope: Scope, *windows: str) -> QuerySet:
    rows = rows.filter(council=scope.council_id, district=scope.district_id, period__in=windows or [scope.window])
    rows = rows.filter(supplier_kind=scope.supplier_kind) if scope.supplier_kind else rows
    return rows.filter(directorate=scope.directorate_id) if scope.directorate_id else rows


def contract_rows(scope: Scope, *, attention: bool, order: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """A page of the scope's contracts; ``order`` is one of ours. Two queries."""
    counted = tally(scope, scope.window)
    where, params = _where("t", scope)
    if attention:
        where += " AND t.attention"
    # Columns of the kept row, which the contract has too, are meant
    by = order.replace("ends_on", "t.ends_on").replace("title", "c.title").replace(", id", ", t.contract_id")
    rows = fetch(PAGE.format(where=where, order=by), [*params, limit, offset])
    in_all = counted["attention" if attention else "contracts"]
    return [row | {"id": row["contract_id"], "rows_in_all": in_all} for row in rows]


def kpi_rows(scope: Scope, *, priorities: list[int] | None, client_side: bool, limit: int, offset: int) -> list[dict[str, Any]]:
    """A page of KPIs, those that miss most first: of priorities (keys), or of the council's own duties. Two queries."""
    counted = _of(KeptSum.objects.filter(client_side=client_side), scope)
    where, params = _where("k", scope)
    where += " AND k.client_side" if client_side else " AND NOT k.client_side"
    if priorities is not None:
        counted = counted.filter(priority__in=priorities)
        where += f" AND k.priority_id IN ({', '.join(['%s'] * len(priorities))})"
        params = [*params, *priorities]
    in_all = counted.aggregate(found=Sum("kpis"))["found"] or 0
    return [row | {"rows_in_all": in_all} for row in fetch(KPIS.format(where=where), [*params, limit, offset])]


def _where(table: str, scope: Scope) -> tuple[str, list]:
    """The scope's own rows, as SQL without what anybody typed."""
    where, params = f"{table}.council_id = %s AND {table}.period = %s", [scope.council_id, scope.window]
    if scope.directorate_id:
        where, params = f"{where} AND {table}.directorate_id = %s", [*params, scope.directorate_id]
    if scope.supplier_kind:
        where, params = f"{where} AND {table}.supplier_kind = %s", [*params, scope.supplier_kind]
    if scope.district_id:
        within = "(SELECT d.contract_id FROM contracts_keptdistrict d WHERE d.district_id = %s)"
        where, params = f"{where} AND {table}.contract_id IN {within}", [*params, scope.district_id]
    return where, params


def kpis_behind(
    scope: Scope, column: str, keys: list[int], also: dict[str, Any], *, start: tuple[int, int] | None, back: bool, limit: int
) -> list[tuple[int, int]]:
    """(contract, KPI) of the next so many kept KPIs of the scope with an expected return, from ``start`` on or back from it.

    ``column`` has one of ``keys``, each of which is read by its index up to the limit. The council's own duties are in no total.
    One query.
    """
    order = "contract_id DESC, kpi_id DESC" if back else "contract_id, kpi_id"
    where, params = _where("k", scope)
    where += " AND k.expected > 0 AND NOT k.client_side"
    if scope.supplier_kind:
        same = " AND t.council_id = %s AND t.period = %s AND t.supplier_kind = %s"
        where, params = where + same, [*params, scope.council_id, scope.window, scope.supplier_kind]
    for name, wanted in also.items():
        several = wanted if isinstance(wanted, list) else [wanted]
        where, params = f"{where} AND k.{name} IN ({', '.join(['%s'] * len(several))})", [*params, *several]
    if start:
        beyond = "<=" if back else ">="
        where, params = f"{where} AND (k.contract_id, k.kpi_id) {beyond} (%s, %s)", [*params, *start]
        if scope.supplier_kind:
            where, params = f"{where} AND t.contract_id {beyond} %s", [*params, start[0]]
    of = OF_A_KIND if scope.supplier_kind else "contracts_keptkpi k"
    branch = BRANCH.format(of=of, where=f"{where} AND k.{column} = %s", order=order.replace("contract_id", "k.contract_id"))
    branches = " UNION ALL ".join([branch] * len(keys)) or NOTHING
    found = fetch(f"{branches} ORDER BY {order} LIMIT %s", [p for key in keys for p in (*params, key, limit)] + [limit])
    return [(row["contract_id"], row["kpi_id"]) for row in found]
