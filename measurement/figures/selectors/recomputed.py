"""Every figure once more, row by row in the pure form, beside the statement that pages and files use.

Two ways that share no line: what differs between them is a fault of the one or the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch

from contracts.kept.calculations.suppliers import Party, kind_over
from contracts.kept.enums import SupplierKind
from contracts.kept.selectors.statement import end_of
from contracts.obligations.models import Kpi
from contracts.performance.combining import combine
from contracts.performance.enums import Kind
from contracts.performance.rows import Row
from contracts.performance.shown import plain
from contracts.performance.standing import KpiFigure, figure_of
from contracts.register.models import ContractSupplier
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from contracts.standing.selectors.kpis import kpi_lines
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors.achievement import Achievement, achievement
from measurement.figures.selectors.known import row_known
from measurement.figures.selectors.lines import Measured
from measurement.figures.selectors.scope import Scope
from procurement.commissioning.enums import CommissionKind

NUMBERS = ("value", "compared", "target", "minimum")
CHUNK = 500


@dataclass
class Recomputed:
    """A KPI with its rows as they were known on the day, and the figure that the pure form makes of them."""

    kpi: Kpi
    figure: KpiFigure
    rows: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.kpi.obligation.contract.reference} KPI {self.kpi.number}"

    @property
    def tally(self) -> Tally:
        """This one KPI counted."""
        counts = self.figure.counts
        own = {"expected": counts.expected, "reported": counts.reported, "waiting": counts.waiting, "late": counts.late}
        return Tally(kpis=1, **{self.figure.standing.value: 1}, **own)


def recomputed(scope: Scope) -> list[Recomputed]:
    """The KPIs of a scope, each from its own rows, by contract and number. Two queries for each 500 rows."""
    kept = Return.objects.exclude(first_submitted_at=None).order_by("number")
    rows = (
        DueReturn.objects.owed(end_of(scope.as_of))
        .filter(kpi__obligation__contract__in=scope.contracts(), ends_on__range=(scope.starts_on, scope.ends_on))
        .select_related("kpi__obligation__contract")
        .prefetch_related(Prefetch("returns", queryset=kept))
        .order_by("kpi__obligation__contract__reference", "kpi__obligation__contract", "kpi__number", "kpi", "starts_on")
    )
    return [_figure(kpi, mine, scope) for kpi, mine in _by_kpi(rows.iterator(chunk_size=CHUNK), end_of(scope.as_of))]


def _figure(kpi: Kpi, rows: list[Row], scope: Scope) -> Recomputed:
    return Recomputed(kpi, figure_of(rows, kpi.kind, kpi.direction, scope.as_of), rows)


def _by_kpi(dues: Iterable[DueReturn], end: datetime) -> Iterator[tuple[Kpi, list[Row]]]:
    kpi: Kpi | None = None
    rows: list[Row] = []
    for due in dues:
        if kpi is not None and due.kpi_id != kpi.pk:
            yield kpi, rows
            rows = []
        kpi = due.kpi
        rows.append(row_known(due, list(due.returns.all()), end))
    if kpi is not None:
        yield kpi, rows


def differences(scope: Scope) -> tuple[int, list[str]]:
    """(KPIs compared, what differs in words): each KPI, each measure and each sum of the statement against the rows."""
    mine, found = recomputed(scope), achievement(scope)
    theirs = {line.pk: line for line in kpi_lines(scope.contracts(), scope.span)}
    words = [
        f"{one.name}: {what}"
        for one in mine
        for what in _kpi(one.figure, theirs[one.kpi.pk].figure if one.kpi.pk in theirs else None)
    ]
    known = {one.kpi.pk for one in mine}
    words += [
        f"{k.reference} KPI {k.number}: no row of it counts, and the statement has a figure"
        for k in theirs.values()
        if k.pk not in known
    ]
    counted = [one for one in mine if not one.kpi.client_side]
    words += _sums(counted, found, delivered_by(scope))
    return len(mine), words + [w for m in found.measures for w in _measure(m, counted, scope)]


def _kpi(rows: KpiFigure, statement: KpiFigure | None) -> Iterator[str]:
    if statement is None:
        yield "its rows count, and the statement has no figure"
        return
    if rows.standing != statement.standing:
        yield f"stands as {rows.standing.label} by its rows, as {statement.standing.label} in the statement"
    for name in ("expected", "reported", "waiting", "late"):
        yield from _unlike(name, getattr(rows.counts, name), getattr(statement.counts, name))
    for name in NUMBERS:
        yield from _unlike(name, getattr(rows, name), getattr(statement, name))


def _unlike(name: str, rows, statement) -> Iterator[str]:
    if rows != statement:
        yield f"{name} is {plain(rows)} by its rows, {plain(statement)} in the statement"


def delivered_by(scope: Scope) -> dict[int, SupplierKind]:
    """Contract (key) → of which kind everybody is who delivers it in the span, by the pure rule. Two queries."""
    linked = ContractSupplier.objects.filter(contract__in=scope.contracts()).select_related("organisation__part_of")
    parties: dict[int, list[Party]] = {}
    for one in linked:
        body = one.organisation.part_of or one.organisation
        parties.setdefault(one.contract_id, []).append(Party(body.vcse, body.sme, one.first_day, one.last_day))
    return {
        c.pk: kind_over(
            parties.get(c.pk, []),
            (scope.starts_on, scope.ends_on),
            (c.starts_on, c.last_day),
            in_house=c.kind == CommissionKind.IN_HOUSE,
        )
        for c in scope.contracts()
    }


def _sums(counted: list[Recomputed], found: Achievement, kinds: dict[int, SupplierKind]) -> list[str]:
    """The tallies of the whole, of priorities, of directorates and of kinds of supplier."""
    groups = [("All KPIs", found.total.tally, counted)]
    for line in found.priorities:
        ids = line.ids or {None}
        groups.append((line.name, line.tally, [c for c in counted if c.kpi.obligation.priority_id in ids]))
    for line in found.directorates:
        groups.append((line.name, line.tally, [c for c in counted if c.kpi.obligation.contract.directorate_id == line.pk]))
    for line in found.supplier_kinds:
        members = [c for c in counted if kinds[c.kpi.obligation.contract_id] == line.code]
        groups.append((line.name, line.tally, members))
    words = []
    for name, statement, members in groups:
        rows = sum((m.tally for m in members), Tally())
        if rows != statement:
            words.append(f"{name}: {_told(rows)} by the rows; {_told(statement)} in the statement")
    return words


def _told(tally: Tally) -> str:
    return f"{tally.kpis} KPIs ({tally.standings}; {tally.coverage_words})"


def _measure(one: Measured, counted: list[Recomputed], scope: Scope) -> Iterator[str]:
    kind = (one.unit, one.kind, one.direction)
    end = end_of(scope.as_of)
    members = [
        c
        for c in counted
        if c.kpi.obligation.added_measure_id(end) in one.ids and (c.kpi.unit, c.figure.kind, c.kpi.direction) == kind
    ]
    rows, statement = combine([row for m in members for row in m.rows], one.kind), one.figure(scope)
    if one.kind == Kind.LEVEL:
        return
    for name in ("value", "compared", "target"):
        for words in _unlike(name, getattr(rows, name), getattr(statement, name)):
            yield f"{one.measure.code} in {one.unit}: {words}"
