"""The one SQL statement behind every figure: what was owed, what was verified, how each indicator is rated.

Written by hand because figures are rated per indicator before they are counted, which the ORM cannot say in one query; runs
unchanged on SQLite and PostgreSQL. Values have four decimals and are compared as whole ten-thousandths, so that no comparison
with a target depends on how an engine stores decimals. The pure form of the rules is in ``figures``; a test compares.
"""

from django.db import connection

from measurement.figures.selectors.scope import Scope

# ``contracts``: a subquery of contract ids, from the same queryset that pages use
CTE = """
WITH owed AS (
  SELECT d.kpi_id, d.ends_on, d.due_on, k.combining, k.direction, k.unit, o.priority_id, o.measure_id, c.id AS contract_id,
         c.directorate_id, v.id AS return_id, w.id AS waiting_id,
         CAST(ROUND(d.target * 10000) AS BIGINT) AS target, CAST(ROUND(d.floor * 10000) AS BIGINT) AS floor,
         CAST(ROUND(v.value * 10000) AS BIGINT) AS value,
         ROW_NUMBER() OVER (PARTITION BY d.kpi_id, CASE WHEN v.id IS NULL THEN 1 ELSE 0 END ORDER BY d.ends_on DESC) AS recency
  FROM contracts_duereturn d
  JOIN contracts_kpi k ON k.id = d.kpi_id
  JOIN contracts_obligation o ON o.id = k.obligation_id
  JOIN contracts_contract c ON c.id = o.contract_id
  LEFT JOIN contracts_return v ON v.due_id = d.id AND v.status = 'verified'
  LEFT JOIN contracts_return w ON w.due_id = d.id AND w.status = 'submitted'
  WHERE c.id IN ({contracts}) AND d.ends_on BETWEEN %s AND %s AND d.waived_at IS NULL
    AND (c.ended_on IS NULL OR d.starts_on <= c.ended_on)
    AND (d.due_on <= %s OR v.id IS NOT NULL OR w.id IS NOT NULL)
),
used AS (
  SELECT owed.*, CASE WHEN return_id IS NOT NULL AND (combining <> 'latest' OR recency = 1) THEN 1 ELSE 0 END AS counted FROM owed
),
per_kpi AS (
  SELECT kpi_id, combining, direction, unit, priority_id, measure_id, contract_id, directorate_id,
         COUNT(*) AS expected, COUNT(return_id) AS reported,
         SUM(CASE WHEN return_id IS NULL AND waiting_id IS NOT NULL THEN 1 ELSE 0 END) AS waiting,
         SUM(CASE WHEN counted = 1 THEN value END) AS delivered,
         SUM(counted) AS periods,
         SUM(target) AS promised,
         SUM(CASE WHEN counted = 1 AND target IS NOT NULL THEN value END) AS compared,
         SUM(CASE WHEN counted = 1 THEN target END) AS goal,
         SUM(CASE WHEN counted = 1 AND target IS NOT NULL AND floor IS NULL THEN 1 ELSE 0 END) AS floorless,
         SUM(CASE WHEN counted = 1 AND target IS NOT NULL THEN floor END) AS least
  FROM used
  GROUP BY kpi_id, combining, direction, unit, priority_id, measure_id, contract_id, directorate_id
),
rated AS (
  SELECT per_kpi.*,
         CASE WHEN reported = 0 THEN 'missing'
              WHEN goal IS NULL THEN 'none'
              WHEN (direction = 'higher' AND compared >= goal) OR (direction = 'lower' AND compared <= goal) THEN 'green'
              WHEN floorless = 0 AND ((direction = 'higher' AND compared >= least) OR (direction = 'lower' AND compared <= least))
                THEN 'amber'
              ELSE 'red' END AS rating
  FROM per_kpi
)
"""

TALLY = """COUNT(*) AS kpis,
  SUM(CASE WHEN rating = 'green' THEN 1 ELSE 0 END) AS green, SUM(CASE WHEN rating = 'amber' THEN 1 ELSE 0 END) AS amber,
  SUM(CASE WHEN rating = 'red' THEN 1 ELSE 0 END) AS red, SUM(CASE WHEN rating = 'missing' THEN 1 ELSE 0 END) AS missing,
  SUM(CASE WHEN rating = 'none' THEN 1 ELSE 0 END) AS none,
  SUM(expected) AS expected, SUM(reported) AS reported, SUM(waiting) AS waiting"""

GROUPS = f"""
SELECT priority_id, directorate_id, measure_id, unit, combining, {TALLY},
  SUM(delivered) AS delivered, SUM(promised) AS promised, SUM(compared) AS compared, SUM(goal) AS goal
FROM rated GROUP BY priority_id, directorate_id, measure_id, unit, combining
"""  # noqa: S608 - no part of it comes from a request

BY_CONTRACT = f"""
, tallied AS (SELECT contract_id, {TALLY} FROM rated GROUP BY contract_id),
late AS (
  SELECT owed.contract_id, COUNT(*) AS overdue, MIN(owed.due_on) AS oldest FROM owed
  WHERE return_id IS NULL AND waiting_id IS NULL AND due_on < %s GROUP BY owed.contract_id
),
promising AS (
  SELECT o.contract_id, COUNT(DISTINCT o.id) AS obligations, COUNT(k.id) AS indicators
  FROM contracts_obligation o LEFT JOIN contracts_kpi k ON k.obligation_id = o.id
  WHERE o.status <> 'ended' GROUP BY o.contract_id
),
league AS (
  SELECT c.id, c.reference, c.title, c.status, c.ends_on, c.manager_id, c.directorate_id, c.total_value, c.annual_value,
    t.kpis, t.green, t.amber, t.red, t.missing, t.none, t.expected, t.reported, t.waiting,
    COALESCE(l.overdue, 0) AS overdue, l.oldest,
    COALESCE(p.obligations, 0) AS obligations, COALESCE(p.indicators, 0) AS indicators,
    COALESCE(t.red, 0) + COALESCE(l.overdue, 0) AS worry,
    CASE WHEN c.status = 'active' AND c.manager_id IS NULL THEN 1 ELSE 0 END AS unmanaged,
    CASE WHEN c.status = 'active' AND COALESCE(p.indicators, 0) = 0 THEN 1 ELSE 0 END AS unmeasured,
    CASE WHEN c.status = 'active' AND c.ends_on <= %s THEN 1 ELSE 0 END AS ending
  FROM contracts_contract c
  LEFT JOIN tallied t ON t.contract_id = c.id
  LEFT JOIN late l ON l.contract_id = c.id
  LEFT JOIN promising p ON p.contract_id = c.id
  WHERE c.id IN ({{contracts}})
)
SELECT league.*, COUNT(*) OVER () AS rows_in_all FROM league {{where}} ORDER BY {{order}} LIMIT %s OFFSET %s
"""  # noqa: S608


def _contracts(scope: Scope) -> tuple[str, tuple]:
    return scope.contracts().values("pk").query.sql_with_params()


def rows(scope: Scope, select: str = GROUPS) -> list[dict]:
    """The statement's rows as dicts; ``select`` follows the shared part. Ten-thousandths stay whole numbers."""
    contracts, params = _contracts(scope)
    return _fetch(CTE.format(contracts=contracts) + select, [*params, scope.starts_on, scope.ends_on, scope.as_of])


WORST_FIRST = "worry DESC, unmanaged DESC, unmeasured DESC, ends_on, id"
ORDERS = {
    "worst": WORST_FIRST,
    "title": "title, id",
    "ends": "ends_on, id",
    "coverage": "COALESCE(reported, 0) * 10000 / CASE WHEN COALESCE(expected, 0) = 0 THEN 1 ELSE expected END, worry DESC, id",
}
NEEDS_ATTENTION = "WHERE worry > 0 OR unmanaged = 1 OR unmeasured = 1 OR ending = 1"


def contract_rows(scope: Scope, *, ending_by, attention: bool, order: str, limit: int, offset: int) -> list[dict]:
    """Contracts with their tallies, one page of them; ``rows_in_all`` on each row says how many there are."""
    contracts, params = _contracts(scope)
    select = BY_CONTRACT.format(contracts=contracts, where=NEEDS_ATTENTION if attention else "", order=ORDERS[order])
    values = [*params, scope.starts_on, scope.ends_on, scope.as_of, scope.as_of, ending_by, *params, limit, offset]
    return _fetch(CTE.format(contracts=contracts) + select, values)


def _fetch(sql: str, params: list) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [p.isoformat() if hasattr(p, "isoformat") and connection.vendor == "sqlite" else p for p in params])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
