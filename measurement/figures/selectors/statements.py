"""Contracts side by side, as one statement over the KPIs' standings."""

from datetime import date
from typing import Any

from contracts.standing.selectors.statement import TALLY, common, fetch
from measurement.figures.selectors.scope import Scope

BY_CONTRACT = f"""
, tallied AS MATERIALIZED (
  SELECT contract_id, {TALLY}, MIN(oldest) AS oldest FROM judged WHERE NOT client_side GROUP BY contract_id
),
promising AS MATERIALIZED (
  SELECT o.contract_id, COUNT(DISTINCT o.id) AS obligations, COUNT(k.id) AS kpis_in_all
  FROM contracts_obligation o LEFT JOIN contracts_kpi k ON k.obligation_id = o.id
  WHERE o.status <> 'ended' GROUP BY o.contract_id
),
league AS (
  SELECT c.id, c.reference, c.title, c.status, c.ends_on, c.manager_id, c.directorate_id, c.total_value, c.annual_value,
    t.kpis, t.on_target, t.below_target, t.below_minimum, t.not_reported, t.no_target, t.nothing_due,
    t.expected, t.reported, t.waiting, t.late, t.oldest,
    COALESCE(p.obligations, 0) AS obligations, COALESCE(p.kpis_in_all, 0) AS kpis_in_all,
    COALESCE(t.below_minimum, 0) + COALESCE(t.late, 0) AS worry, COALESCE(t.below_target, 0) AS concern,
    CASE WHEN c.status = 'active' AND c.ends_on >= %s AND c.manager_id IS NULL
      AND COALESCE(c.total_value, c.annual_value) >= %s THEN 1 ELSE 0 END AS unmanaged,
    CASE WHEN c.status = 'active' AND c.ends_on >= %s AND COALESCE(p.kpis_in_all, 0) = 0 THEN 1 ELSE 0 END AS unmeasured,
    CASE WHEN c.status = 'active' AND c.ends_on BETWEEN %s AND %s THEN 1 ELSE 0 END AS ending
  FROM contracts_contract c
  LEFT JOIN tallied t ON t.contract_id = c.id
  LEFT JOIN promising p ON p.contract_id = c.id
  WHERE c.id IN ({{contracts}})
)
SELECT league.*, COUNT(*) OVER () AS rows_in_all FROM league {{where}} ORDER BY {{order}} LIMIT %s OFFSET %s
"""  # noqa: S608

WORST_FIRST = "worry DESC, concern DESC, unmanaged DESC, unmeasured DESC, ends_on, id"
ORDERS = {
    "worst": WORST_FIRST,
    "title": "title, id",
    "ends": "ends_on, id",
    "coverage": "COALESCE(reported, 0) * 10000 / CASE WHEN COALESCE(expected, 0) = 0 THEN 1 ELSE expected END, worry DESC, id",
}
NEEDS_ATTENTION = "WHERE worry > 0 OR concern > 0 OR unmanaged = 1 OR unmeasured = 1 OR ending = 1"


def contract_rows(
    scope: Scope, *, owners_from: int, ending_by: date, attention: bool, order: str, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Contracts with their tallies, one page of them; ``rows_in_all`` on each row says how many there are.

    ``owners_from``: the value in pounds from which a manager must be named.
    """
    sql, params = common(scope.contracts(), scope.span)
    contracts, keys = scope.contracts().values("pk").query.sql_with_params()
    select = BY_CONTRACT.format(contracts=contracts, where=NEEDS_ATTENTION if attention else "", order=ORDERS[order])
    today = scope.as_of
    return fetch(sql + select, [*params, today, owners_from, today, today, ending_by, *keys, limit, offset])
