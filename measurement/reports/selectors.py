"""Reports for lists, and the check of a frozen report against what its source returns say today."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from contracts.performance.combining import combine
from contracts.performance.enums import RATED, Kind, Standing
from contracts.performance.standing import figure_of
from contracts.returns.models import Return
from contracts.returns.selectors import row_with
from contracts.schedule.enums import ReturnStatus
from measurement.reports.models import FrozenFigure, Report
from socialvalue.accounts.models import User
from socialvalue.common.canonical import digest_of, sha256
from socialvalue.common.templatetags.formats import decimal, rounded


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
        same_digest=digest_of((r.pk, r.number, r.value, r.numerator, r.denominator) for r in rows) == figure.digest,
        replaced=sum(1 for r in rows if r.status != ReturnStatus.VERIFIED),
    )


def _again(figure: FrozenFigure, rows: list[Return]) -> Decimal | None:
    if "measure:" in figure.key:
        kind = rows[0].due.kpi.kind if rows else Kind.SUM
        value = None if kind == Kind.LEVEL else combine([row_with(r.due, r) for r in rows], kind).value
        return None if value is None else kept(value)
    return on_target(rows)


def on_target(rows: list[Return]) -> Decimal | None:
    """How many KPIs reach their target over these returns; None where none has a target."""
    kpis: dict[int, list[Return]] = {}
    for row in rows:
        kpis.setdefault(row.due.kpi_id, []).append(row)
    standings = [_standing(mine) for mine in kpis.values()]
    rated = [s for s in standings if s in RATED]
    return Decimal(rated.count(Standing.ON_TARGET)) if rated else None


def _standing(rows: list[Return]) -> Standing:
    kpi = rows[0].due.kpi
    return figure_of([row_with(r.due, r) for r in rows], kpi.kind, kpi.direction, max(r.due.due_on for r in rows)).standing


def kept(value: Decimal | Fraction) -> Decimal:
    """A figure as a frozen report keeps it: half up to four decimals, which sums of returns have anyway."""
    return rounded(decimal(Fraction(value)), 4)
