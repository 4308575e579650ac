"""Contracts with their KPIs counted and what needs somebody, as a continuation of the statement. SQL, for both engines."""

from datetime import date

from contracts.kept.calculations.attention import WORST_FIRST, ending_by
from contracts.kept.selectors.statement import TALLY

COUNTS = (
    "kpis", "on_target", "below_target", "below_minimum", "not_reported", "no_target", "nothing_due",
    "expected", "reported", "waiting", "late",
)  # fmt: skip
PLACE = "CASE standing " + " ".join(f"WHEN '{standing.value}' THEN {n}" for n, standing in enumerate(WORST_FIRST)) + " END"
# A row a window and contract of which something is owed; the council's own duties are in no total
TALLIED = f"""
, tallied AS MATERIALIZED (
  SELECT window_code, contract_id, {TALLY}, MIN(oldest) AS oldest
  FROM judged WHERE NOT client_side GROUP BY window_code, contract_id
)
"""  # noqa: S608 - all ours
_NOUGHT = ", ".join(f"COALESCE(t.{name}, 0) AS {name}" for name in COUNTS)
# ``league``: a row a contract and window, with what needs somebody. Parameters: those of ``{contracts}``, day, day, day, last
# day that is soon, day, and those of ``{contracts}`` again. Who has to be named, the register has said: ``unowned``
LEAGUE = f"""
{TALLIED}, measuring AS MATERIALIZED (
  SELECT DISTINCT o.contract_id FROM contracts_obligation o JOIN contracts_kpi k ON k.obligation_id = o.id
  WHERE o.status <> 'ended' AND o.contract_id IN ({{contracts}})
),
noted AS (
  SELECT w.window_code, c.id, c.reference, c.title, c.status,
    COALESCE(c.ends_on, c.planned_until) AS ends_on, c.council_id, c.directorate_id, {_NOUGHT}, t.oldest,
    COALESCE(t.below_minimum, 0) + COALESCE(t.late, 0) AS worry, COALESCE(t.below_target, 0) AS concern,
    (c.status = 'active' AND (c.ends_on >= %s OR c.planned_until IS NOT NULL) AND c.manager_id IS NULL
      AND c.unowned) AS unmanaged,
    (c.status = 'active' AND (c.ends_on >= %s OR c.planned_until IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM measuring m WHERE m.contract_id = c.id)) AS unmeasured,
    (c.status = 'active' AND c.ends_on IS NOT NULL
      AND (c.ends_on BETWEEN %s AND %s OR c.ends_on < %s AND c.planned_until IS NOT NULL)) AS ending
  FROM contracts_contract c
  CROSS JOIN windows w
  LEFT JOIN tallied t ON t.contract_id = c.id AND t.window_code = w.window_code
  WHERE c.id IN ({{contracts}}) AND c.status <> 'draft'
),
league AS (
  SELECT noted.*, (worry > 0 OR concern > 0 OR unmanaged OR unmeasured OR ending) AS attention FROM noted
)
"""  # noqa: S608


def flags(day: date) -> list:
    """The parameters of ``league`` between its two lists of contracts."""
    return [day, day, day, ending_by(day), day]
