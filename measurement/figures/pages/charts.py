"""What the charts draw and what their text alternatives say; shared by the oversight pages and the report."""

from decimal import Decimal

from contracts.performance.shown import apart
from measurement.figures.calculations.tally import LABELS, STANDINGS
from measurement.figures.selectors import Line, Quarter, chance, direction, year_before
from socialvalue.common.templatetags.formats import decimal, plain_number

WHOLE = (Decimal(0), Decimal(100))
SERIES = [LABELS[r] for r in STANDINGS]


def stacked(lines: list[Line]) -> list[tuple[str, list[int]]]:
    return [(line.name, [getattr(line.tally, r) for r in STANDINGS]) for line in lines]


def stacked_alt(lines: list[Line]) -> str:
    return ". ".join(f"{line.name}: {line.tally.sentence()}" for line in lines) + "."


def trend_points(trend: list[Quarter]) -> list[tuple[str, Decimal | None]]:
    """Percent, rounded so that only the whole is a hundred."""
    return [(q.short, None if q.share is None else apart(q.share, WHOLE, 0)) for q in trend]


def trend_band(trend: list[Quarter]) -> tuple[Decimal, Decimal] | None:
    """Within which a quarter may lie by chance, in percent; None where that is not known."""
    band = chance(trend)
    return None if band is None else (decimal(band[0] * 100), decimal(band[1] * 100))


def trend_source(trend: list[Quarter]) -> str:
    """What the band behind the line is, for beneath the chart."""
    band, source = trend_band(trend), "verified returns of KPIs with a target"
    return source if band is None else f"{source}. Shaded: between {_percent(band[0])} and {_percent(band[1])} may be chance"


VERDICT = {"same": "About the same as", "better": "Better than", "worse": "Worse than"}


def travel_said(trend: list[Quarter]) -> str:
    """“About the same as July to September 2025 (61 % then, 64 % now; between 52 % and 72 % may be chance)”."""
    before, found, band = year_before(trend), direction(trend), trend_band(trend)
    if before is None:
        return "There is no quarter a year before to compare with yet"
    if found.word not in VERDICT:
        then, now = (f"{s.of} {'KPI' if s.of == 1 else 'KPIs'}" for s in (found.then, found.now))
        return f"Too few KPIs to compare with {before.words} ({then} then, {now} now)"
    shares = f"{before.shown_share} then, {trend[-1].shown_share} now"
    chances = f"; between {_percent(band[0])} and {_percent(band[1])} may be chance" if band else ""
    return f"{VERDICT[found.word]} {before.words} ({shares}{chances})"


def _percent(value: Decimal) -> str:
    return f"{plain_number(value, 0)}\u00a0%"


def trend_alt(trend: list[Quarter]) -> str:
    """“KPIs on target: 61 % in …, 64 % in …. About the same as July to September 2025 (…).”"""
    known = [q for q in trend if q.share is not None]
    if not known:
        return "No quarter has a verified return with a target."
    first, last = known[0], known[-1]
    gaps = len(trend) - len(known)
    words = f"KPIs on target: {first.shown_share} in {first.label}, {last.shown_share} in {last.label}"
    gap = "1 quarter without a verified return is a gap" if gaps == 1 else f"{gaps} quarters without a verified return are gaps"
    return f"{words}{f'; {gap}' if gaps else ''}. {travel_said(trend)}.{_shaded(trend)}"


def _shaded(trend: list[Quarter]) -> str:
    """The band in words where the sentence before has not said it."""
    band = trend_band(trend)
    if band is None or direction(trend).word in VERDICT:
        return ""
    return f" Between {_percent(band[0])} and {_percent(band[1])} may be chance."
