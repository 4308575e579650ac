"""Of which kind the suppliers of contracts are over each window, in SQL: ``calculations/suppliers.py`` spelled again."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from contracts.kept.calculations.windows import windows_of
from contracts.kept.selectors.statement import adapted, fetch

Rows = TypeVar("Rows", bound="QuerySet[Any]")
_KIND = """CASE WHEN s.id IS NULL THEN NULL WHEN s.vcse THEN 'vcse' WHEN s.vcse IS NULL OR s.sme IS NULL THEN 'unknown'
  WHEN s.sme THEN 'sme' ELSE 'large' END"""
# A row a contract and window: what is joined is what goes on, and who delivers on one of its days counts. ``{contracts}``: a
# subquery of contract ids
KINDS = f"""
SELECT window_code, contract_id,
  CASE WHEN COUNT(kind) = 0 THEN CASE WHEN MIN(contract_kind) = 'in_house' THEN 'in_house' ELSE 'unknown' END
       WHEN MIN(kind) = MAX(kind) THEN MIN(kind)
       WHEN SUM(CASE WHEN kind = 'unknown' THEN 1 ELSE 0 END) > 0 THEN 'unknown'
       ELSE 'several' END AS supplier_kind
FROM (
  SELECT w.window_code, c.id AS contract_id, c.kind AS contract_kind, {_KIND} AS kind
  FROM contracts_contract c CROSS JOIN windows w
  LEFT JOIN contracts_contractsupplier p ON p.contract_id = c.id
    AND (p.first_day IS NULL OR p.first_day <= COALESCE(c.ended_on, c.planned_until, c.ends_on)
      AND (p.first_day <= w.to_day OR p.first_day <= c.starts_on))
    AND (p.last_day IS NULL OR p.last_day >= COALESCE(c.ended_on, c.planned_until, c.ends_on)
      OR p.last_day >= w.from_day AND p.last_day >= c.starts_on)
  LEFT JOIN socialvalue_organisation o ON o.id = p.organisation_id
  LEFT JOIN socialvalue_organisation s ON s.id = COALESCE(o.part_of_id, o.id)
  WHERE c.id IN ({{contracts}})
) delivering GROUP BY window_code, contract_id
"""  # noqa: S608 - all ours
OF_ONE_KIND = f"""WITH windows (window_code, from_day, to_day) AS (VALUES ('', %s, %s))
SELECT contract_id FROM ({KINDS.format(contracts="SELECT id FROM contracts_contract WHERE council_id = %s")}) kinds
WHERE supplier_kind = %s"""  # noqa: S608
OTHERWISE = f"""WITH windows (window_code, from_day, to_day) AS (VALUES {{windows}})
SELECT DISTINCT kinds.contract_id FROM ({KINDS}) kinds
JOIN contracts_keptcontract t ON t.contract_id = kinds.contract_id AND t.period = kinds.window_code
WHERE t.supplier_kind <> kinds.supplier_kind"""  # noqa: S608


def of_supplier_kind(contracts: Rows, council: int, kind: str, first: date, last: date) -> Rows:
    """Those of a council’s ``contracts`` that suppliers of this kind delivered from ``first`` to ``last``."""
    return contracts.filter(pk__in=RawSQL(OF_ONE_KIND, adapted([first, last, council, kind])))  # noqa: S611


def kinds_cte(contracts: str, keys: Sequence) -> tuple[str, list]:
    """The table ``kinds`` as a continuation of the statement, and its parameters."""
    return f", kinds AS MATERIALIZED ({KINDS.format(contracts=contracts)})", list(keys)


def described_otherwise(contracts: Sequence[int], day: date) -> set[int]:
    """The contracts (keys) of which another kind of supplier is kept than they have now, in a standard period as of ``day``.

    What a supplier says of itself belongs to a lower storey, which knows of no figures: the night looks. One query.
    """
    if not contracts:
        return set()
    windows = windows_of(day)
    named = [part for code, days in windows.items() for part in (code, *days)]
    rows, some = ", ".join(["(%s, %s, %s)"] * len(windows)), ", ".join(["%s"] * len(contracts))
    found = fetch(OTHERWISE.format(windows=rows, contracts=some), [*named, *contracts])
    return {row["contract_id"] for row in found}
