"""Kept figures set against the statement they were made from: what differs is a fault of whoever forgot to keep them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from contracts.kept.calculations.windows import STANDARD
from contracts.kept.models import Kept, KeptContract, KeptKpi, KeptSum, KeptTally
from contracts.kept.selectors import rows
from contracts.kept.selectors.contracts import COUNTS
from contracts.kept.selectors.rows import RETURNS, SUMS, Statement, marks
from contracts.kept.selectors.statement import adapted


def unlike(contracts: Sequence[int], day: date) -> list[str]:
    """The contracts whose kept rows are not what the statement says of ``day``, each in words: which rows, and what of them."""
    found: list[str] = []
    for table, columns, made in (
        ("keptkpi", rows.KPI, [rows.kpis(contracts, day)]),
        ("keptcontract", rows.CONTRACT, [rows.over_months(contracts, day), rows.over_quarters(contracts, day)]),
    ):
        wanted = Counter(row for statement in made for row in _read(statement, columns))
        some = f"contract_id IN ({marks(contracts)}) AND {STANDARD}"
        sql = f"SELECT {', '.join(columns)} FROM contracts_{table} k WHERE {some}"  # noqa: S608
        kept = Counter(_read((sql, list(contracts)), columns))
        found += [f"not kept: {dict(zip(columns, row, strict=True))}" for row in wanted - kept]
        found += [f"kept, and not so: {dict(zip(columns, row, strict=True))}" for row in kept - wanted]
    return found


def _read(statement: Statement, columns: Sequence[str]) -> list[tuple]:
    sql, params = statement
    with connection.cursor() as cursor:
        cursor.execute(sql, adapted(params))
        return [tuple(_plain(name, value) for name, value in zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _plain(name: str, value: Any) -> Any:
    """As either engine gives it: sums as whole numbers, days as text."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else int(value)


def sums_unlike(council: int) -> list[str]:
    """Windows in which the sums of a council are not those of its kept rows, in words."""
    found = []
    for of, to, names in ((KeptKpi, KeptSum, (*RETURNS, *SUMS)), (KeptContract, KeptTally, COUNTS)):
        parts = _summed(of.objects.filter(council=council), names)
        whole = _summed(to.objects.filter(council=council, district=None), names)
        nothing = dict.fromkeys(names, 0)
        found += [
            f"{to.__name__} {window}: {name} is {is_}, its rows have {has}"
            for window in sorted(parts.keys() | whole.keys())
            for name in names
            if (is_ := whole.get(window, nothing)[name]) != (has := parts.get(window, nothing)[name])
        ]
    return found


def _summed(rows_: QuerySet[Any], names: Sequence[str]) -> dict[str, dict[str, int]]:
    """Window → name → sum; what is missing adds nothing."""
    named: dict[str, Any] = {f"total_{name}": Coalesce(Sum(name), 0) for name in names}
    found = rows_.order_by().values("period").annotate(**named).values_list("period", *named)
    return {window: dict(zip(names, values, strict=True)) for window, *values in found}


def settled(council: int, day: date) -> list[int]:
    """The contracts (keys) of a council whose rows speak of ``day`` and whose changes are all in them."""
    heads = Kept.objects.filter(council=council, as_of=day, changed=False)
    return list(heads.order_by("pk").values_list("pk", flat=True))
