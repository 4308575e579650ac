"""The last two years by calendar quarter: how many KPIs stood on target, and whether that moves more than chance would."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.kept.calculations.windows import quarters_between
from contracts.kept.selectors.statement import TALLY, common, fetch
from contracts.performance.shown import part
from contracts.performance.spans import Span
from contracts.performance.travel import Share, Travel, spread, travel
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors import kept
from measurement.figures.selectors.lines import tally_of
from measurement.figures.selectors.scope import Scope, first_of_month
from socialvalue.common.templatetags.formats import MONTHS

QUARTERS_A_YEAR = 4
WHOLE = f" SELECT client_side, {TALLY} FROM judged GROUP BY client_side"  # noqa: S608 - all ours


@dataclass(frozen=True)
class Quarter:
    """One quarter of the trend: the KPIs with a period that ended in it."""

    starts_on: date
    tally: Tally

    @property
    def label(self) -> str:
        last = first_of_month(self.starts_on, -2)
        return f"{self.starts_on:%b} to {last:%b} {self.starts_on.year}"

    @property
    def words(self) -> str:
        """“July to September 2025”."""
        return f"{MONTHS[self.starts_on.month - 1]} to {MONTHS[self.starts_on.month + 1]} {self.starts_on.year}"

    @property
    def short(self) -> str:
        """“Jul–Sep 26”, for the axis of a chart."""
        return f"{self.starts_on:%b}–{first_of_month(self.starts_on, -2):%b} {self.starts_on:%y}"

    @property
    def met(self) -> Share:
        return Share(self.tally.on_target, self.tally.rated)

    @property
    def share(self) -> Decimal | None:
        """KPIs on target in percent of those rated; None where none was."""
        return Decimal(self.tally.on_target) * 100 / self.tally.rated if self.tally.rated else None

    @property
    def shown_share(self) -> str:
        """“64 %”; “not reported” where nothing was rated."""
        return part(self.met.part, 0)


def quarters(scope: Scope, months: int = 24) -> list[Quarter]:
    """The last so many months by calendar quarter, each judged by the one rule over its own periods. One query of kept
    figures, otherwise a query a quarter.

    A quarter that is still running tells little and would turn the trend, so the last one is the last that is over.
    """
    windows = quarters_between(first_of_month(scope.ends_on, months - 1), scope.ends_on)
    if scope.window:
        found = kept.tallies(scope, list(windows))
        out = [Quarter(first, tally_of([found[code]] if code in found else [])) for code, (first, _) in windows.items()]
    else:
        out = [Quarter(first, _tally(scope, Span(first, last, scope.as_of))) for first, last in windows.values()]
    # Nothing was owed yet in quarters before the first contract's: they are no gaps
    while out and not out[0].tally.expected:
        out.pop(0)
    return out


def _tally(scope: Scope, span: Span) -> Tally:
    # Of a kind of supplier: of those who delivered in that quarter
    sql, params = common(scope.over(span.starts_on, span.ends_on).contracts(), span)
    return tally_of(fetch(sql + WHOLE, params))


def year_before(trend: list[Quarter]) -> Quarter | None:
    """The same quarter of last year; None where the trend does not go back so far."""
    return trend[-1 - QUARTERS_A_YEAR] if len(trend) > QUARTERS_A_YEAR else None


def direction(trend: list[Quarter]) -> Travel:
    """The latest quarter against the same quarter of last year."""
    before = year_before(trend)
    if before is None:
        return Travel("unknown", trend[-1].met if trend else Share(0, 0), Share(0, 0))
    return travel(trend[-1].met, before.met)


def chance(trend: list[Quarter]) -> tuple[Fraction, Fraction] | None:
    """Within which a quarter's share would move by chance alone, as parts of one."""
    return spread([q.met for q in trend])


def travel_words(trend: list[Quarter]) -> str:
    """“getting better”, “about the same”; for the middle of a sentence."""
    return direction(trend).sentence
