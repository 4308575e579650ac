"""Figures of KPIs in words and as charts, the same on every page."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.obligations.enums import Frequency
from contracts.obligations.models import Kpi
from contracts.obligations.selectors.baseline import baseline_of
from contracts.performance.before import against, for_one_period
from contracts.performance.coverage import coverage_words
from contracts.performance.enums import Standing
from contracts.performance.shown import quantity
from contracts.performance.standing import KpiFigure
from contracts.performance.words import figure_words
from contracts.returns.pages.progress import progress
from contracts.returns.selectors import DueState
from contracts.schedule.models import DueReturn
from contracts.standing.selectors.standings import KpiStanding
from socialvalue.common.templatetags.formats import MONTHS, plain_number, plain_quantity

COLOUR = {
    Standing.ON_TARGET: "green",
    Standing.BELOW_TARGET: "yellow",
    Standing.BELOW_MINIMUM: "red",
    Standing.NOT_REPORTED: "orange",
    Standing.NO_TARGET: "grey",
    Standing.NOTHING_DUE: "grey",
}


def standing_tag(standing: Standing | str) -> tuple[str, str]:
    """(word, colour of its tag)."""
    found = Standing(standing)
    return str(found.label), COLOUR[found]


@dataclass(frozen=True)
class Said:
    """A figure over one span, as a page says it: the tag, the sentence, the span and the returns behind it."""

    tag: tuple[str, str]
    sentence: str
    span: str
    coverage: str


def said(figure: KpiFigure, unit: str, span: str) -> Said:
    """A KPI's figure in words; ``span`` already is."""
    return Said(standing_tag(figure.standing), figure_words(figure, unit), span, coverage_words(figure.counts))


def facts_of(kpi: Kpi) -> str:
    """“Quarterly, counted in people, higher is better, a number that is added up”; less of what is done or not."""
    if kpi.is_done_or_not:
        return kpi.rhythm
    direction, kind = str(kpi.get_direction_display()).lower(), str(kpi.get_kind_display()).lower()
    return f"{kpi.rhythm}, counted in {kpi.unit}, {direction}, {kind}"


def before_of(found: KpiStanding) -> dict | None:
    """Where the KPI stood before the contract, and how the last twelve months compare; None where nobody has said it."""
    baseline, figure, unit = baseline_of(found.kpi), found.usual, found.kpi.unit
    if baseline is None:
        return None
    words = ""
    if baseline.value is not None and figure.value is not None and figure.counts.reported:
        now = for_one_period(figure.value, figure.kind, figure.counts.reported)
        words = f"{quantity(now, unit)}: {against(now, baseline.value, unit=unit, direction=figure.direction)}"
    return {"baseline": baseline, "value": plain_quantity(baseline.value, unit) if baseline.is_known else "", "words": words}


def kpi_card(found: KpiStanding) -> dict:
    """A KPI's standing with its words: over the last twelve months and since the contract began, and what the charts show."""
    kpi, usual, whole = found.kpi, found.usual, found.whole
    known = [value for value in found.trend if value is not None]
    words = said(usual, kpi.unit, found.span.words)
    return {
        "kpi": kpi,
        "usual": words,
        "whole": said(whole, kpi.unit, "since the contract began"),
        "differs": whole.counts != usual.counts,
        "figure": usual,
        "minimum": usual.minimum,
        "set_against": usual.value if usual.compared is None else usual.compared,
        "has_chart": usual.value is not None,
        "alt": f"{kpi.wording}: {words.sentence}",
        "trend": found.trend,
        "trend_alt": f"Trend of {kpi.wording}: {len(known)} of the last {len(found.trend)} periods verified",
        "has_trend": len(known) > 1,
        "next_due": found.next_due,
    }


def rows_of(found: KpiStanding) -> list[dict]:
    """Each period of a KPI for its table: the tag, what was aimed at, what came."""
    return [
        {
            "state": state,
            "tag": _tag(state),
            "aim": _aim(found, state),
            "value": _value(state, found.kpi.unit),
        }
        for state in found.rows
    ]


def _tag(state: DueState) -> tuple[str, str]:
    if state.counted and state.counted.no_cases:
        return "No cases", "grey"
    return standing_tag(state.standing) if state.standing else state.tag


def _aim(found: KpiStanding, state: DueState) -> str:
    """The period's target; of an allowance, how much of it was used by then."""
    by_then = found.used.get(state.due.pk)
    if by_then is not None:
        return f"{plain_number(by_then.value)} of {plain_number(by_then.allowed)} used"
    if found.kpi.is_allowance:
        return "–"
    return "none" if state.due.target is None else quantity(state.due.target, found.kpi.unit, state.value)


def _value(state: DueState, unit: str) -> tuple[str, str]:
    """What was verified, and of a share its two numbers: (“70 %”, “7 of 10”)."""
    if state.counted is None:
        return "–", ""
    if state.counted.no_cases:
        return "no cases", ""
    return quantity(state.value, unit, state.due.target), state.counted.parts


def period_label(row: DueReturn, frequency: str) -> str:
    """Short words under a chart: “Apr 2025”, “Apr–Jun 2025”."""
    first, last = MONTHS[row.starts_on.month - 1][:3], MONTHS[row.ends_on.month - 1][:3]
    return f"{last} {row.ends_on.year}" if frequency == Frequency.MONTH or first == last else f"{first}–{last} {row.ends_on.year}"


def chart_of(kpi: Kpi, rows: list[DueState], today: date) -> dict:
    """Points (label, verified value or None), targets and alternative text for the periods that are over."""
    over = [row for row in rows if row.due.ends_on < today][-24:]
    # An allowance stands whole on the first period of its year: as a line it would say that the others have none
    targets = [None if kpi.is_allowance else row.due.target for row in over]
    aimed = any(target is not None for target in targets)
    return {
        "points": [(period_label(row.due, kpi.frequency), row.value) for row in over],
        "targets": targets if aimed else None,
        "alt": chart_alt(kpi, over, aimed=aimed),
        "any": any(row.value is not None for row in over),
    }


def chart_alt(kpi: Kpi, over: list[DueState], *, aimed: bool) -> str:
    """What the chart of these periods shows, as a sentence; ``aimed``: at least one of them has a target."""
    known: list[Decimal | Fraction] = [row.value for row in over if row.value is not None]
    if not known:
        return f"{kpi.wording}: no period is verified yet"
    span = f"between {quantity(min(known), kpi.unit)} and {quantity(max(known), kpi.unit)}"
    met = sum(1 for row in over if row.standing == Standing.ON_TARGET)
    on_target = f", on target in {met} of them" if aimed else ""
    return f"{kpi.wording}: {span} in {len(known)} verified periods{on_target}"


def progress_of(found: KpiStanding) -> dict:
    """How many lines of a scorecard are good in the newest verified period and in the one before it. No query."""
    verified = []
    for row in found.rows:
        if row.counted is not None and row.counted.working:
            row.counted.due = row.due
            verified.append(row.counted)
    return progress(verified[-1], verified[-2] if len(verified) > 1 else None) if verified else {}
