"""Where KPIs stand, a line each, and contracts as a whole: from the statement, in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from contracts.kept.models import KeptContract
from contracts.kept.selectors.statement import TALLY, common, fetch
from contracts.performance.combining import ADDED
from contracts.performance.enums import Standing
from contracts.performance.rows import Counts
from contracts.performance.spans import USUAL_MONTHS, Span
from contracts.performance.standing import KpiFigure
from contracts.register.models import Contract
from contracts.register.querysets import ContractQuerySet

SCALE = 10_000
LINES = " SELECT * FROM judged ORDER BY reference, contract_id, number, kpi_id"
BY_CONTRACT = f" SELECT contract_id, {TALLY} FROM judged WHERE NOT client_side GROUP BY contract_id"  # noqa: S608 - all ours
USUAL = f"m{USUAL_MONTHS}"
# How much of a contract needs attention, to order by: KPIs below their minimum and late returns together, then KPIs below target
NEED = Coalesce(
    Subquery(
        KeptContract.objects.filter(contract=OuterRef("pk"), period=USUAL)
        .annotate(need=F("worry") * 1_000_000 + F("concern"))
        .values("need")[:1]
    ),
    0,
)


@dataclass(frozen=True)
class KpiLine:
    """A KPI with its figure over a span, and where it belongs. ``oldest``: the due day of its oldest late return."""

    pk: int
    number: int
    wording: str
    unit: str
    client_side: bool
    contract_id: int
    reference: str
    title: str
    directorate_id: int
    priority_id: int | None
    measure_id: int | None
    figure: KpiFigure
    oldest: date | None


@dataclass(frozen=True)
class Attention:
    """Of one contract over a span: its KPIs below their minimum, how many have been set against a target, and its returns."""

    below_minimum: int = 0
    below_target: int = 0
    on_target: int = 0
    counts: Counts = Counts()

    @property
    def rated(self) -> int:
        return self.below_minimum + self.below_target + self.on_target


def kpi_lines(contracts: ContractQuerySet, span: Span) -> list[KpiLine]:
    """Every KPI of these contracts with a row in the span, by contract reference and number. One query."""
    sql, params = common(contracts, span)
    return [line_of(row) for row in fetch(sql + LINES, params)]


def line_of(row: dict[str, Any]) -> KpiLine:
    """A row of ``judged`` as a line."""
    return KpiLine(
        pk=row["kpi_id"],
        number=row["number"],
        wording=row["wording"],
        unit=row["unit"],
        client_side=bool(row["client_side"]),
        contract_id=row["contract_id"],
        reference=row["reference"],
        title=row["title"],
        directorate_id=row["directorate_id"],
        priority_id=row["priority_id"],
        measure_id=row["measure_id"],
        figure=KpiFigure(
            kind=row["kind"],
            direction=row["direction"],
            counts=counts_of(row),
            value=quotient(row["got"], row["weight"], row["kind"]),
            compared=quotient(row["compared"], row["aimed"], row["kind"]),
            target=quotient(row["wanted"], row["aimed"], row["kind"]),
            minimum=None if row["without_minimum"] else quotient(row["least"], row["aimed"], row["kind"]),
            standing=Standing(row["standing"]),
        ),
        oldest=day_of(row["oldest"]),
    )


def counts_of(row: Mapping[str, Any]) -> Counts:
    """Expected, reported, waiting and late of a row of the statement."""
    return Counts(*(int(row[name] or 0) for name in ("expected", "reported", "waiting", "late")))


def quotient(got: int | None, weight: int | None, kind: str) -> Fraction | None:
    """Sums of the statement as a figure in the KPI's unit, exact; None where nothing was brought."""
    if got is None or not weight:
        return None
    return Fraction(int(got), SCALE if kind in ADDED else SCALE * int(weight))


def day_of(value: str | date | None) -> date | None:
    """SQLite answers a computed day as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def attention(contracts: Iterable[int], span: Span) -> dict[int, Attention]:
    """What needs attention in each of these contracts (keys); the council's own duties are left out. One query."""
    keys = list(contracts)
    sql, params = common(Contract.objects.filter(pk__in=keys), span)
    return _by_contract(fetch(sql + BY_CONTRACT, params), keys)


def usual_attention(contracts: Iterable[int]) -> dict[int, Attention]:
    """The same over the last twelve whole months, as it is kept. One query."""
    keys = list(contracts)
    return _by_contract(KeptContract.objects.filter(contract__in=keys, period=USUAL).values(), keys)


def _by_contract(rows: Iterable[Mapping[str, Any]], keys: list[int]) -> dict[int, Attention]:
    found = {
        row["contract_id"]: Attention(int(row["below_minimum"]), int(row["below_target"]), int(row["on_target"]), counts_of(row))
        for row in rows
    }
    return {pk: found.get(pk, Attention()) for pk in keys}


def with_below_minimum(contracts: ContractQuerySet) -> ContractQuerySet:
    """Those of ``contracts`` with at least one KPI below its minimum over the last twelve whole months, as it is kept."""
    return _picked(contracts, Q(below_minimum__gt=0))


def with_below_target(contracts: ContractQuerySet) -> ContractQuerySet:
    """Those of ``contracts`` with at least one KPI below its target, minimum or not, over the same months, as it is kept."""
    return _picked(contracts, Q(below_target__gt=0) | Q(below_minimum__gt=0))


def with_late(contracts: ContractQuerySet) -> ContractQuerySet:
    """Those of ``contracts`` with at least one late return of the last twelve whole months, as it is kept."""
    return _picked(contracts, Q(late__gt=0))


def _picked(contracts: ContractQuerySet, condition: Q) -> ContractQuerySet:
    return contracts.filter(pk__in=KeptContract.objects.filter(condition, period=USUAL).values("contract"))
