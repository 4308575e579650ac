"""Figures of a council for a period: by priority, directorate and measure. A few queries, however many rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from contracts.kept.enums import SupplierKind
from contracts.kept.selectors.statement import TALLY, common, common_over, fetch, keys_of
from contracts.kept.selectors.suppliers import kinds_cte
from measurement.figures.selectors import kept
from measurement.figures.selectors.lines import Line, Measured, measured, sources_url, tally_of
from measurement.figures.selectors.scope import Scope
from socialvalue.accounts.models import Directorate
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Measure, Priority

GROUPS = f"""
SELECT priority_id, directorate_id, supplier_kind, measure_id, unit, kind, direction, client_side, {TALLY},
  SUM(got) AS got, SUM(weight) AS weight, SUM(compared) AS compared, SUM(aimed) AS aimed, SUM(wanted) AS wanted,
  SUM(promised) AS promised, SUM(least) AS least, SUM(without_minimum) AS without_minimum
FROM judged JOIN kinds ON kinds.contract_id = judged.contract_id
GROUP BY priority_id, directorate_id, supplier_kind, measure_id, unit, kind, direction, client_side
"""  # noqa: S608 - no part of it comes from a request
CONTRACTS = """
SELECT COUNT(DISTINCT contract_id) AS owing, COUNT(DISTINCT CASE WHEN late > 0 THEN contract_id END) AS owing_late
FROM judged WHERE expected > 0 AND NOT client_side
"""


@dataclass(frozen=True)
class Achievement:
    """Everything that one oversight page or report shows of the figures. ``contracts``: those with something owed by now.

    ``contracts_late``: those of them with a late return.
    """

    scope: Scope
    total: Line
    priorities: list[Line]
    directorates: list[Line]
    measures: list[Measured]
    # By kind of supplier, those of which something is owed
    supplier_kinds: list[Line]
    contracts: int
    contracts_late: int


def achievement(scope: Scope) -> Achievement:
    """Promised against delivered, by priority (in the framework's order) and by directorate. Five queries."""
    rows, counted = group_rows(scope), _counted(scope)
    measures = Measure.objects.select_related("outcome__priority__version__framework").in_bulk(
        {r["measure_id"] for r in rows if r["measure_id"]}
    )
    return Achievement(
        scope=scope,
        total=_whole(scope, rows),
        priorities=_by_priority(scope, rows, measures),
        directorates=_by_directorate(scope, rows),
        measures=measured(rows, measures),
        supplier_kinds=_by_supplier_kind(scope, rows),
        contracts=counted["owing"],
        contracts_late=counted["owing_late"],
    )


def group_rows(scope: Scope) -> list[dict[str, Any]]:
    """What every figure of the scope is added up from: the kept amounts, or the statement's. One query."""
    if scope.window:
        return kept.group_rows(scope)
    contracts, keys = keys_of(scope.contracts())
    sql, params = common_over(contracts, keys, {"": (scope.starts_on, scope.ends_on)}, scope.as_of)
    kinds, more = kinds_cte(contracts, keys)
    return fetch(sql + kinds + GROUPS, [*params, *more])


def _counted(scope: Scope) -> dict[str, Any]:
    """Its contracts counted. One query."""
    if scope.window:
        return kept.tally(scope, scope.window)
    sql, params = common(scope.contracts(), scope.span)
    [counted] = fetch(sql + CONTRACTS, params)
    return counted


def _whole(scope: Scope, rows: list[dict[str, Any]]) -> Line:
    url = sources_url("council", scope.council_id, scope)
    return Line("council", scope.council_id, "All priorities", tally_of(rows), url)


def _by_directorate(scope: Scope, rows: list[dict[str, Any]]) -> list[Line]:
    return [
        Line(
            f"directorate:{d.code}",
            d.pk,
            d.name,
            tally_of(r for r in rows if r["directorate_id"] == d.pk),
            sources_url("directorate", d.pk, scope),
            code=d.code,
        )
        for d in Directorate.objects.filter(council=scope.council_id)
        if not scope.directorate_id or d.pk == scope.directorate_id
    ]


def _by_supplier_kind(scope: Scope, rows: list[dict[str, Any]]) -> list[Line]:
    met = {row["supplier_kind"] for row in rows if not row["client_side"]}
    return [
        Line(
            f"supplier-kind:{kind.value}",
            None,
            str(kind.label),
            tally_of(r for r in rows if r["supplier_kind"] == kind),
            sources_url("council", scope.council_id, replace(scope, supplier_kind=kind.value)),
            code=kind.value,
        )
        for kind in SupplierKind
        if kind in met
    ]


def _by_priority(scope: Scope, rows: list[dict[str, Any]], measures: dict[int, Measure]) -> list[Line]:
    lines = [
        _of_priority(priority, ids, [r for r in rows if r["priority_id"] in ids], measures, scope)
        for priority, ids in _priorities(scope, {r["priority_id"] for r in rows})
    ]
    return lines + _without_priority(rows, measures, scope)


def _of_priority(priority: Priority, ids: set[int], rows: list[dict], measures: dict[int, Measure], scope: Scope) -> Line:
    framework = priority.version.framework.code
    return Line(
        f"priority:{framework}:{priority.code}",
        priority.pk,
        priority.name,
        tally_of(rows),
        sources_url("priority", priority.pk, scope),
        [one.figure(scope, priority.pk) for one in measured(rows, measures)],
        priority.description,
        code=priority.code,
        framework=framework,
        ids=frozenset(ids),
    )


def _priorities(scope: Scope, met: Iterable[int | None]) -> list[tuple[Priority, set[int]]]:
    """The current framework's priorities in order, each with the ids that carry its code in any version.

    An obligation keeps the priority of the version it was agreed under; the code joins the versions.
    """
    rows = list(
        Priority.objects.filter(
            Q(pk__in=[pk for pk in met if pk])
            | Q(version__framework__council=scope.council_id, version__status=VersionStatus.PUBLISHED)
        )
        .select_related("version__framework")
        .order_by("-version__framework__council", "-version__number", "order", "code")
    )
    found: dict[tuple[int, str], tuple[Priority, set[int]]] = {}
    for row in rows:
        found.setdefault((row.version.framework_id, row.code), (row, set()))[1].add(row.pk)
    return sorted(found.values(), key=lambda pair: (pair[0].version.framework_id, pair[0].order, pair[0].code))


def _without_priority(rows: list[dict], measures: dict[int, Measure], scope: Scope) -> list[Line]:
    """What no priority is named for is shown too, last, so that the lines add up to the whole."""
    mine = [r for r in rows if r["priority_id"] is None]
    if not mine:
        return []
    quantities = [one.figure(scope) for one in measured(mine, measures)]
    return [Line("priority:none", None, "No priority named", tally_of(mine), "", quantities)]
