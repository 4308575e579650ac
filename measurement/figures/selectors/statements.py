"""Contracts side by side: from their kept rows where those speak of the scope, otherwise as one statement over standings."""

from typing import Any

from contracts.kept.selectors.contracts import LEAGUE, flags
from contracts.kept.selectors.statement import common, fetch
from measurement.figures.selectors import kept
from measurement.figures.selectors.scope import Scope

PAGE = "SELECT league.*, COUNT(*) OVER () AS rows_in_all FROM league {where} ORDER BY {order} LIMIT %s OFFSET %s"

WORST_FIRST = "worry DESC, concern DESC, unmanaged DESC, unmeasured DESC, ends_on, id"
ORDERS = {
    "worst": WORST_FIRST,
    "title": "title, id",
    "ends": "ends_on, id",
    "coverage": "reported * 10000 / CASE WHEN expected = 0 THEN 1 ELSE expected END, worry DESC, id",
}


def contract_rows(scope: Scope, *, attention: bool, order: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Contracts with their tallies, one page of them; ``rows_in_all`` on each row says how many there are."""
    if scope.window:
        return kept.contract_rows(scope, attention=attention, order=ORDERS[order], limit=limit, offset=offset)
    sql, params = common(scope.contracts(), scope.span)
    contracts, keys = scope.contracts().values("pk").query.sql_with_params()
    select = PAGE.format(where="WHERE attention" if attention else "", order=ORDERS[order])
    return fetch(sql + LEAGUE.format(contracts=contracts) + select, [*params, *keys, *flags(scope.as_of), *keys, limit, offset])
