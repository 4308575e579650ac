"""Kept rows of some contracts brought up to a day, as one statement. PostgreSQL only: there a part of a statement may write.

What was kept is read beside what the statement says now. Only rows in which something is otherwise are written, and only amounts
that come to something are added to the sums: of a verified return one KPI's of six, where all were taken out and put in again.
"""

from collections.abc import Sequence
from datetime import date

from contracts.kept.calculations.windows import MONTHS, STANDARD, windows_of
from contracts.kept.selectors.amounts import OF_CONTRACTS, OF_KPIS, Amounts
from contracts.kept.selectors.contracts import LEAGUE, flags
from contracts.kept.selectors.rows import CONTRACT, JUDGED, KPI, LEAGUED, QUARTERS, Statement, marks
from contracts.kept.selectors.statement import common_over
from contracts.kept.selectors.suppliers import kinds_cte

_MONTHS = ", ".join(f"'m{months}'" for months in MONTHS)
_OF_A_KPI, _OF_A_CONTRACT, _OF_A_PLACE = (
    ("contract_id", "kpi_id", "period"),
    ("contract_id", "period"),
    ("contract_id", "district_id"),
)
# ``{contracts}`` stands five times in it. What was and what is, each of one contract, and of the places it is counted in
READ = f""", new_kpis ({", ".join(KPI)}) AS MATERIALIZED ({JUDGED} WHERE j.window_code IN ({_MONTHS})),
new_contracts ({", ".join(CONTRACT)}) AS MATERIALIZED (
  {LEAGUED} WHERE l.window_code IN ({_MONTHS}) UNION ALL {QUARTERS} WHERE t.window_code NOT IN ({_MONTHS})
),
new_places (contract_id, district_id) AS MATERIALIZED (
  SELECT contract_id, district_id FROM contracts_contract_districts WHERE contract_id IN ({{contracts}})
),
old_kpis AS MATERIALIZED (
  SELECT {", ".join(KPI)} FROM contracts_keptkpi k WHERE contract_id IN ({{contracts}}) AND {STANDARD}
),
old_contracts AS MATERIALIZED (
  SELECT {", ".join(CONTRACT)} FROM contracts_keptcontract k WHERE contract_id IN ({{contracts}}) AND {STANDARD}
),
old_places AS MATERIALIZED (
  SELECT contract_id, district_id FROM contracts_keptdistrict WHERE contract_id IN ({{contracts}})
),
places AS MATERIALIZED (
  SELECT 1 AS sign, contract_id, district_id FROM new_places UNION ALL SELECT -1, contract_id, district_id FROM old_places
  UNION ALL SELECT s.sign, c.id, CAST(NULL AS BIGINT) FROM contracts_contract c CROSS JOIN (VALUES (1), (-1)) AS s (sign)
  WHERE c.id IN ({{contracts}})
)"""  # noqa: S608 - all ours


def _written(what: str, table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    """The parts that take away what is no more, and write what is new or otherwise; their keys have nothing in common."""
    same = " AND ".join(f"{{}}.{name} = o.{name}" for name in key)
    values = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns if name not in key)
    names = ", ".join(columns)
    return f""", gone_{what} AS (
  DELETE FROM {table} k USING old_{what} o WHERE {same.format(*["k"] * len(key))}
    AND NOT EXISTS (SELECT 1 FROM new_{what} n WHERE {same.format(*["n"] * len(key))})
), came_{what} AS (
  INSERT INTO {table} ({names}) SELECT {names} FROM new_{what} EXCEPT SELECT {names} FROM old_{what}
  ON CONFLICT ({", ".join(key)}) DO {f"UPDATE SET {values}" if values else "NOTHING"}
)"""  # noqa: S608


def _summed(what: str, one: Amounts) -> str:
    """What the rows of now bring to the sums less what those of before brought, where it is anything."""
    amounts = [f"SUM(k.sign * {expression})" for expression in one.counted.values()]
    return f"""INSERT INTO {one.to} ({one.columns}) SELECT {one.by}, p.district_id, {", ".join(amounts)}
FROM (SELECT 1 AS sign, n.* FROM new_{what} n UNION ALL SELECT -1, o.* FROM old_{what} o) k
JOIN places p ON p.contract_id = k.contract_id AND p.sign = k.sign
GROUP BY {one.by}, p.district_id HAVING {" OR ".join(f"{amount} <> 0" for amount in amounts)}"""  # noqa: S608


WRITE = (
    _written("kpis", "contracts_keptkpi", KPI, _OF_A_KPI)
    + _written("contracts", "contracts_keptcontract", CONTRACT, _OF_A_CONTRACT)
    + _written("places", "contracts_keptdistrict", _OF_A_PLACE, _OF_A_PLACE)
    + f", summed_kpis AS ({_summed('kpis', OF_KPIS)}) "
    + _summed("contracts", OF_CONTRACTS)
)


# Where nothing is kept yet there is nothing to compare with
NEW = f""", new_kpis AS (
  INSERT INTO contracts_keptkpi ({", ".join(KPI)}) {JUDGED} WHERE j.window_code IN ({_MONTHS})
), new_quarters AS (
  INSERT INTO contracts_keptcontract ({", ".join(CONTRACT)}) {QUARTERS} WHERE t.window_code NOT IN ({_MONTHS})
)
INSERT INTO contracts_keptcontract ({", ".join(CONTRACT)}) {LEAGUED} WHERE l.window_code IN ({_MONTHS})"""


def rows_at_once(contracts: Sequence[int], day: date) -> Statement:
    """The rows of KPIs and contracts of which none is kept yet; not the sums."""
    sql, params = _read(contracts, day)
    return sql + NEW, params


def written_at_once(contracts: Sequence[int], day: date) -> Statement:
    """Everything that is kept of these contracts, as of ``day``. They are locked."""
    sql, params = _read(contracts, day)
    return sql + READ.format(contracts=marks(contracts)) + WRITE, [*params, *[*contracts] * 5]


def _read(contracts: Sequence[int], day: date) -> Statement:
    """What the statement says of them, and of which kind their suppliers are."""
    some = marks(contracts)
    judged, params = common_over(some, contracts, windows_of(day), day)
    kinds, keys = kinds_cte(some, contracts)
    league = LEAGUE.format(contracts=some)
    return judged + league + kinds, [*params, *contracts, *flags(day), *contracts, *keys]
