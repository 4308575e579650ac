"""What a report freezes: every table, chart, story and concern as plain data, and every figure with its source returns.

The page and the PDF are drawn from this and from the officer's words, from nothing else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from contracts.register.models import Contract
from contracts.returns.models import Return, Story
from measurement.figures import selectors
from measurement.figures.calculations.figures import Figure
from measurement.figures.pages import charts
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import Scope
from measurement.reports.models import Report
from socialvalue.common import clock
from socialvalue.common.canonical import digest_of, plain
from socialvalue.common.templatetags.formats import plain_day

FORMAT = "report/1"
CONCERNS_SHOWN = 20
STORIES_SHOWN = 8


@dataclass(frozen=True)
class Source:
    """A verified return that stands behind figures, with what decides which ones."""

    pk: int
    number: int
    value: Decimal
    priority_id: int | None
    directorate_id: int
    measure_id: int | None
    unit: str
    combining: str


@dataclass
class Frozen:
    """The content as JSON-ready data, and the figures: (the figure, its source return keys, their digest)."""

    content: dict = field(default_factory=dict)
    figures: list[tuple[Figure, list[int], str]] = field(default_factory=list)


def scope_of(report: Report, as_of) -> Scope:
    return Scope(report.council_id, report.starts_on, report.ends_on, as_of)


def source_returns(scope: Scope) -> list[Source]:
    """Every verified return that the scope counts; the same rule as the figures' statement."""
    contract = "due__kpi__obligation__contract"
    rows = (
        Return.objects.filter(
            status="verified",
            due__ends_on__range=(scope.starts_on, scope.ends_on),
            due__waived_at=None,
            **{f"{contract}__in": scope.contracts()},
        )
        .order_by("pk")
        .values_list(
            "pk", "number", "value", "due__kpi__obligation__priority", f"{contract}__directorate",
            "due__kpi__obligation__measure",
            "due__kpi__unit", "due__kpi__combining", "due__starts_on", f"{contract}__ended_on",
        )
    )  # fmt: skip
    return [Source(*r[:8]) for r in rows if r[9] is None or r[8] <= r[9]]


def freeze(report: Report, now: datetime, progress: Callable[[int, str], None] = lambda percent, step: None) -> Frozen:
    """Compute everything once, at ``now``."""
    scope = scope_of(report, now.astimezone(clock.LONDON).date())
    progress(15, "Counting promised and delivered")
    found = selectors.achievement(scope)
    trend = selectors.quarters(scope)
    progress(35, "Finding the returns behind each figure")
    frozen = Frozen()
    sources = source_returns(scope)
    add = _adder(frozen, report)
    total = add(found.total.figure, sources)
    priorities = [_line(p, add, [s for s in sources if s.priority_id in _ids(found, p)]) for p in found.priorities]
    directorates = [_line(d, add, [s for s in sources if s.directorate_id == d.pk]) for d in found.directorates if d.tally.kpis]
    progress(55, "Gathering stories and what needs attention")
    attention = ContractLines(scope, attention=True)
    frozen.content = {
        "format": FORMAT,
        "council": report.council.name,
        "reference": report.reference,
        "kind": report.kind,
        "from": _author(report),
        "starts_on": report.starts_on.isoformat(),
        "ends_on": report.ends_on.isoformat(),
        "as_of": scope.as_of.isoformat(),
        "frozen_at": now.isoformat(),
        "total": {"figure": total, **_tally(found.total)},
        "priorities": priorities,
        "directorates": directorates,
        "charts": _charts(found, trend),
        "trend": [
            {
                "label": q.label,
                "share": None if q.share is None else plain(round(q.share, 4)),
                "reported": q.reported,
                "expected": q.expected,
            }
            for q in trend
        ],
        "travel": selectors.travel(trend),
        "attention": [
            {"reference": c.reference, "title": c.title, "concerns": [list(x) for x in c.concerns], "url": c.url}
            for c in attention[0:CONCERNS_SHOWN]
        ],
        "attention_count": len(attention),
        "contracts": scope.contracts().count(),
        "stories": _stories(scope),
        "illustrative": scope.contracts().filter(illustrative=True).count(),
        "figures": [_entry(n, figure, digest) for n, (figure, _, digest) in enumerate(frozen.figures, start=1)],
    }
    return frozen


def _author(report: Report) -> str:
    person = report.requested_by
    if person is None:
        return report.council.name
    return f"{person.name}, {person.job_title}" if person.job_title else person.name


def _adder(frozen: Frozen, report: Report):
    """Keep one figure with its sources; answers its number in the report."""

    def add(figure: Figure, sources: Iterable[Source]) -> int:
        rows = [(s.pk, s.number, s.value) for s in sources]
        frozen.figures.append((figure, [pk for pk, _, _ in rows], digest_of(rows)))
        return len(frozen.figures)

    return add


def _ids(found, line) -> set:
    """Priorities of earlier versions of the framework count with today's of the same code."""
    if line.pk is None:
        return {None}
    return line.ids


def _tally(line) -> dict:
    t = line.tally
    names = ("kpis", "green", "amber", "red", "missing", "none", "expected", "reported", "waiting", "rated")
    return {**{n: getattr(t, n) for n in names}, "coverage_words": t.coverage_words, "sentence": t.sentence()}


def _line(line, add, sources: list[Source]) -> dict:
    return {
        "key": line.key,
        "name": line.name,
        "description": line.description,
        "figure": add(line.figure, sources),
        **_tally(line),
        "measures": [_quantity(f, add, sources) for f in line.quantities],
    }


def _quantity(f: Figure, add, sources: list[Source]) -> dict:
    measure_id = int(f.key.split(":")[1])
    mine = [s for s in sources if s.measure_id == measure_id and s.unit == f.unit and s.combining == "sum"]
    return {
        "label": f.label,
        "unit": f.unit,
        "delivered": plain(f.value),
        "promised": plain(f.target_reported),
        "promised_in_all": plain(f.target),
        "share": None if f.share is None else plain(round(Decimal(f.share.numerator * 100) / f.share.denominator, 4)),
        "coverage_words": f.coverage_words,
        "sentence": f.sentence,
        "figure": add(f, mine),
    }


def _charts(found, trend) -> dict:
    return {
        "series": charts.SERIES,
        "priorities": {
            "rows": [[label, values] for label, values in charts.stacked(found.priorities)],
            "alt": charts.stacked_alt(found.priorities),
        },
        "trend": {
            "points": [[label, None if v is None else plain(v)] for label, v in charts.trend_points(trend)],
            "alt": charts.trend_alt(trend),
        },
    }


def _stories(scope: Scope) -> list[dict]:
    """Told with consent, in a verified return of the period; the latest first."""
    contract = "kpi_return__due__kpi__obligation__contract"
    rows = (
        Story.objects.filter(
            consent=True,
            kpi_return__status="verified",
            kpi_return__due__ends_on__range=(scope.starts_on, scope.ends_on),
            **{f"{contract}__in": scope.contracts()},
        )
        .select_related(contract)
        .prefetch_related(f"{contract}__suppliers")
        .order_by("-kpi_return__due__ends_on", "-pk")[:STORIES_SHOWN]
    )
    return [_story(s) for s in rows]


def _story(story: Story) -> dict:
    due = story.kpi_return.due
    contract: Contract = due.kpi.obligation.contract
    return {
        "title": story.title,
        "text": story.text,
        "contract": contract.title,
        "supplier": ", ".join(str(s) for s in contract.suppliers.all()),
        "period": f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}",
    }


def _entry(number: int, f: Figure, digest: str) -> dict:
    return {
        "number": number, "key": f.key, "label": f.label, "value": plain(f.value), "unit": f.unit, "counts": f.counts,
        "target": plain(f.target_reported), "reported": f.reported, "expected": f.expected, "waiting": f.waiting,
        "digest": digest,
    }  # fmt: skip


def figure_address(report: Report, number: int) -> str:
    """Where a reader on paper finds the returns behind a figure."""
    return f"{settings.SITE_URL}/reports/{report.reference}/figures/{number}/"
