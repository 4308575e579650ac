"""Figures of a council for a period: by priority, directorate, measure and quarter. A few queries, however many rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, F, FilteredRelation, Q
from django.db.models.functions import TruncQuarter
from django.urls import reverse

from contracts.performance.enums import Combining
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from measurement.figures.calculations.figures import Figure, direction_of_travel
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors import statements
from measurement.figures.selectors.scope import Scope, first_of_month
from socialvalue.accounts.models import Directorate
from socialvalue.framework.enums import Direction, VersionStatus
from socialvalue.framework.models import Measure, Priority

ENDING_WITHIN = timedelta(days=183)
TALLIED = ("kpis", "green", "amber", "red", "missing", "none", "expected", "reported", "waiting")


@dataclass(frozen=True)
class Line:
    """One priority, directorate or contract: its tally, its quantities and where they come from."""

    key: str
    pk: int | None
    name: str
    tally: Tally
    url: str
    quantities: list[Figure] = field(default_factory=list)
    description: str = ""
    # Of a priority: its keys in every version of the framework
    ids: frozenset[int] = frozenset()

    @property
    def figure(self) -> Figure:
        return self.tally.figure(self.key, self.name, self.url)


@dataclass(frozen=True)
class Achievement:
    """Everything that one oversight page or report shows of the figures."""

    scope: Scope
    total: Line
    priorities: list[Line]
    directorates: list[Line]


def achievement(scope: Scope) -> Achievement:
    """Promised against delivered, by priority (in the framework's order) and by directorate. Four queries."""
    rows = statements.rows(scope)
    priorities = _priorities(scope, {r["priority_id"] for r in rows})
    directorates = list(Directorate.objects.filter(council=scope.council_id))
    measures = Measure.objects.in_bulk({r["measure_id"] for r in rows if r["measure_id"]})
    return Achievement(
        scope,
        Line("council", scope.council_id, "All priorities", _tally(rows), sources_url("council", scope.council_id, scope)),
        [
            _of_priority(priority, ids, [r for r in rows if r["priority_id"] in ids], measures, scope)
            for priority, ids in priorities
        ]
        + _without_priority(rows, measures, scope),
        [
            Line(
                f"directorate:{d.code}",
                d.pk,
                d.name,
                _tally(r for r in rows if r["directorate_id"] == d.pk),
                sources_url("directorate", d.pk, scope),
            )
            for d in directorates
            if not scope.directorate_id or d.pk == scope.directorate_id
        ],
    )


def _of_priority(priority: Priority, ids: set[int], rows: list[dict], measures: dict[int, Measure], scope: Scope) -> Line:
    return Line(
        f"priority:{priority.code}",
        priority.pk,
        priority.name,
        _tally(rows),
        sources_url("priority", priority.pk, scope),
        _quantities(rows, measures, scope),
        priority.description,
        frozenset(ids),
    )


def _tally(rows: Iterable[dict]) -> Tally:
    return sum((Tally(*(int(r[n] or 0) for n in TALLIED)) for r in rows), Tally())


def _priorities(scope: Scope, met: set) -> list[tuple[Priority, set[int]]]:
    """The current framework's priorities in order, each with the ids that carry its code in any version.

    An obligation keeps the priority of the version it was agreed under; the code joins the versions.
    """
    rows = list(
        Priority.objects.filter(
            Q(pk__in=met) | Q(version__framework__council=scope.council_id, version__status=VersionStatus.PUBLISHED)
        )
        .select_related("version")
        .order_by("-version__framework__council", "-version__number", "order", "code")
    )
    found: dict[str, tuple[Priority, set[int]]] = {}
    for row in rows:
        code = f"{row.version.framework_id}:{row.code}"
        found.setdefault(code, (row, set()))[1].add(row.pk)
    return sorted(found.values(), key=lambda pair: (pair[0].version.framework_id, pair[0].order, pair[0].code))


def _without_priority(rows: list[dict], measures: dict, scope: Scope) -> list[Line]:
    """What no priority is named for is shown too, last, so that the lines add up to the whole."""
    mine = [r for r in rows if r["priority_id"] is None]
    if not mine:
        return []
    return [Line("priority:none", None, "No priority named", _tally(mine), "", _quantities(mine, measures, scope))]


def exact(value: int | Decimal | None) -> Decimal | None:
    """Whole ten-thousandths, as the statement gives them, as a decimal."""
    return None if value is None else Decimal(int(value)).scaleb(-4)


def _quantities(rows: Iterable[dict], measures: dict[int, Measure], scope: Scope) -> list[Figure]:
    """Delivered against promised per measure and unit, of indicators whose periods are added up; never across units."""
    sums: dict[tuple, dict] = {}
    for row in rows:
        if row["combining"] != Combining.SUM or not row["measure_id"]:
            continue
        mine = sums.setdefault((row["measure_id"], row["unit"]), {})
        for name in ("delivered", "promised", "goal", "expected", "reported", "waiting"):
            if row[name] is not None:
                mine[name] = mine.get(name, 0) + int(row[name])
    return [
        Figure(
            key=f"measure:{measure_id}:{unit}",
            label=measures[measure_id].name,
            value=exact(mine.get("delivered")),
            unit=unit,
            counts="values of verified returns, added up over periods and contracts",
            target=exact(mine.get("promised")),
            target_reported=exact(mine.get("goal")),
            reported=mine["reported"],
            expected=mine["expected"],
            waiting=mine["waiting"],
            url=sources_url("measure", measure_id, scope) + f"&unit={unit}",
        )
        for (measure_id, unit), mine in sorted(sums.items(), key=lambda item: (measures[item[0][0]].order, item[0]))
    ]


def sources_url(kind: str, pk: int, scope: Scope) -> str:
    """The page that answers "says who?" for a figure of this kind."""
    return f"{reverse('figure', args=[kind, pk])}?{scope.query}"


@dataclass(frozen=True)
class Quarter:
    """One quarter of the trend: ``share`` of rated returns that met their target, None where none was verified."""

    starts_on: date
    label: str
    met: int
    rated: int
    reported: int
    expected: int

    @property
    def short(self) -> str:
        """“Jul–Sep 26”, for the axis of a chart."""
        return f"{self.starts_on:%b}–{first_of_month(self.starts_on, -2):%b} {self.starts_on:%y}"

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.met) * 100 / self.rated if self.rated else None


def quarters(scope: Scope, months: int = 24) -> list[Quarter]:
    """The last so many months by calendar quarter: returns on target out of those verified with a target. One query.

    A quarter that is still running tells little and would turn the trend, so the last one is the last that is over.
    """
    first = _quarter(first_of_month(scope.ends_on, months - 1))
    on_target = Q(kpi__direction=Direction.HIGHER, verified__value__gte=F("target")) | Q(
        kpi__direction=Direction.LOWER, verified__value__lte=F("target")
    )
    rows = (
        DueReturn.objects.owed()
        .filter(kpi__obligation__contract__in=scope.contracts(), ends_on__range=(first, scope.ends_on))
        .annotate(verified=FilteredRelation("returns", condition=Q(returns__status=ReturnStatus.VERIFIED)))
        .filter(Q(due_on__lte=scope.as_of) | Q(verified__isnull=False))
        .annotate(quarter=TruncQuarter("ends_on"))
        .order_by("quarter")
        .values("quarter")
        .annotate(
            expected=Count("pk"),
            reported=Count("verified"),
            rated=Count("pk", filter=Q(verified__isnull=False, target__isnull=False)),
            met=Count("pk", filter=Q(verified__isnull=False) & on_target),
        )
    )
    found = {r["quarter"]: r for r in rows}
    out, day = [], first
    while first_of_month(day, -3) - timedelta(days=1) <= scope.ends_on:
        r = found.get(day, {"met": 0, "rated": 0, "reported": 0, "expected": 0})
        label = f"{day:%b} to {first_of_month(day, -2):%b} {day.year}"
        out.append(Quarter(day, label, r["met"], r["rated"], r["reported"], r["expected"]))
        day = first_of_month(day, -3)
    # Nothing was owed yet in quarters before the first contract's: they are no gaps
    while out and not out[0].expected:
        out.pop(0)
    return out


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def travel(trend: list[Quarter]) -> str:
    """The direction of the trend in words."""
    words = {"better": "getting better", "worse": "getting worse", "level": "level", "": "too few quarters to say"}
    return words[direction_of_travel([q.share for q in trend])]
