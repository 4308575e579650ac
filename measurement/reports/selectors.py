"""Reports for lists, and the check of a frozen report against what its source returns say today."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from measurement.figures.calculations.figures import Reading, combine, rating
from measurement.reports.models import FrozenFigure, Report
from socialvalue.accounts.models import User
from socialvalue.common.canonical import digest_of, sha256


def reports_for(user: User) -> QuerySet[Report]:
    return Report.objects.visible_to(user).select_related("council").defer("content")


def source_returns(figure: FrozenFigure) -> QuerySet[Return]:
    """The returns a frozen figure rests on, as they stand now."""
    return figure.sources.select_related("due__kpi__obligation__contract", "submitted_by", "decided_by").order_by(
        "due__kpi__obligation__contract__title", "due__kpi_id", "-due__ends_on"
    )


@dataclass(frozen=True)
class Check:
    """One frozen figure against its sources today. ``recomputed`` from the same returns; ``replaced`` since by corrections."""

    figure: FrozenFigure
    number: int
    recomputed: Decimal | None
    same_digest: bool
    replaced: int

    @property
    def equal(self) -> bool:
        return self.recomputed == self.figure.value and self.same_digest


@dataclass(frozen=True)
class Checked:
    checks: list[Check]
    content_intact: bool

    @property
    def differing(self) -> list[Check]:
        return [c for c in self.checks if not c.equal]

    @property
    def replaced(self) -> list[Check]:
        return [c for c in self.checks if c.replaced]

    @property
    def equal(self) -> bool:
        return self.content_intact and not self.differing


def check(report: Report) -> Checked:
    """Compute every frozen figure again, from its own sources, by the pure arithmetic and not the statement that made it."""
    figures = list(report.figures.prefetch_related("sources__due__kpi"))
    return Checked([_check(n, f) for n, f in enumerate(figures, start=1)], sha256(report.content) == report.sha256)


def _check(number: int, figure: FrozenFigure) -> Check:
    rows = list(figure.sources.all())
    return Check(
        figure=figure,
        number=number,
        recomputed=_again(figure, rows),
        same_digest=digest_of((r.pk, r.number, r.value) for r in rows) == figure.digest,
        replaced=sum(1 for r in rows if r.status != ReturnStatus.VERIFIED),
    )


def _again(figure: FrozenFigure, rows: list[Return]) -> Decimal | None:
    if figure.key.startswith("measure:"):
        total = sum((Fraction(r.value) for r in rows), Fraction(0))
        return _decimal(total) if rows else None
    return on_target(rows)


def on_target(rows: list[Return]) -> Decimal | None:
    """How many indicators reach their target over these returns; None where none has a target."""
    kpis: dict[int, list[Return]] = {}
    for row in rows:
        kpis.setdefault(row.due.kpi_id, []).append(row)
    grades = [_grade(mine) for mine in kpis.values()]
    rated = [g for g in grades if g in ("green", "amber", "red")]
    return Decimal(rated.count("green")) if rated else None


def _grade(rows: list[Return]) -> str:
    kpi = rows[0].due.kpi
    readings = [Reading(r.due.ends_on.toordinal(), r.value, r.due.target, r.due.floor) for r in rows]
    return rating(combine(readings, kpi.combining), kpi.direction)


def _decimal(value: Fraction) -> Decimal:
    """Sums of four-decimal values are four-decimal values, exactly."""
    return Decimal(value.numerator) / Decimal(value.denominator)
