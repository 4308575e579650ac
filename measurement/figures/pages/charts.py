"""What the charts draw and what their text alternatives say; shared by the oversight pages and the report."""

from decimal import Decimal

from measurement.figures.calculations.tally import LABELS, STANDINGS
from measurement.figures.selectors import Line, Quarter, chance, travel_words
from socialvalue.common.templatetags.formats import plain_number, rounded

SERIES = [LABELS[r] for r in STANDINGS]


def stacked(lines: list[Line]) -> list[tuple[str, list[int]]]:
    return [(line.name, [getattr(line.tally, r) for r in STANDINGS]) for line in lines]


def stacked_alt(lines: list[Line]) -> str:
    return ". ".join(f"{line.name}: {line.tally.sentence()}" for line in lines) + "."


def trend_points(trend: list[Quarter]) -> list[tuple[str, Decimal | None]]:
    return [(q.short, None if q.share is None else rounded(q.share, 0)) for q in trend]


def trend_alt(trend: list[Quarter]) -> str:
    """“KPIs on target: 61 % in …, 64 % in …; against the same quarter of last year about the same.”"""
    known = [q for q in trend if q.share is not None]
    if not known:
        return "No quarter has a verified return with a target."
    first, last = known[0], known[-1]
    gaps = len(trend) - len(known)
    words = f"KPIs on target: {plain_number(first.share, 0)} % in {first.label}, {plain_number(last.share, 0)} % in {last.label}"
    gap = f"; {gaps} quarter{'s' if gaps != 1 else ''} without a verified return are gaps" if gaps else ""
    return f"{words}; against the same quarter of last year {travel_words(trend)}{gap}.{_chance(trend)}"


def _chance(trend: list[Quarter]) -> str:
    band = chance(trend)
    if band is None:
        return ""
    low, high = (plain_number(part * 100, 0) for part in band)
    return f" Between {low} % and {high} % a quarter may move by chance alone."


def share_alt(lines: list[Line]) -> str:
    parts = [
        f"{line.name} {plain_number(line.tally.share * 100, 0)} %" if line.tally.share is not None else f"{line.name} not rated"
        for line in lines
    ]
    return "Rated indicators on target: " + ", ".join(parts) + "."
