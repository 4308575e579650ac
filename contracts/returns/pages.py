"""Figures of KPIs in words and as charts, the same on every page."""

from datetime import date
from fractions import Fraction

from contracts.obligations.enums import Frequency
from contracts.obligations.models import Kpi
from contracts.performance.enums import Combining, Rating
from contracts.performance.standing import Standing
from contracts.returns.selectors import DueState
from contracts.schedule.models import DueReturn
from socialvalue.common.templatetags.formats import MONTHS, plain_number, plain_quantity
from socialvalue.framework.enums import Direction

RATING_COLOUR = {Rating.GREEN: "green", Rating.AMBER: "yellow", Rating.RED: "red", Rating.NONE: "grey"}


def rating_tag(rating: Rating | None) -> tuple[str, str]:
    """(word, colour); what nobody verified is “Not verified yet”, never red."""
    if rating is None:
        return "Not verified yet", "grey"
    return Rating(rating).label, RATING_COLOUR[rating]


def standing_sentence(kpi: Kpi, standing: Standing) -> str:
    """“Delivered 71 % of the 240 apprenticeships promised”, or what can be said when there is no target or no return."""
    if standing.delivered is None:
        return f"{kpi.wording}: nothing verified yet"
    delivered = plain_quantity(standing.delivered, kpi.unit)
    if standing.promised is None:
        return f"{kpi.wording}: {delivered}, without a target"
    promised = plain_quantity(standing.promised, kpi.unit)
    if kpi.combining == Combining.SUM and standing.promised and kpi.direction == Direction.HIGHER:
        part = plain_number(Fraction(standing.delivered) * 100 / Fraction(standing.promised), 0)
        return f"{kpi.wording}: delivered {delivered}, {part} % of the {promised} promised for these periods"
    better = "more" if kpi.direction == Direction.HIGHER else "less"
    return f"{kpi.wording}: {delivered} against a target of {promised} or {better}"


def period_label(row: DueReturn, frequency: str) -> str:
    """Short words under a chart: “Apr 2025”, “Apr–Jun 2025”."""
    first, last = MONTHS[row.starts_on.month - 1][:3], MONTHS[row.ends_on.month - 1][:3]
    return f"{last} {row.ends_on.year}" if frequency == Frequency.MONTH or first == last else f"{first}–{last} {row.ends_on.year}"


def chart_of(kpi: Kpi, rows: list[DueState], today: date) -> dict:
    """Points (label, verified value or None), targets and alternative text for the periods that are over."""
    over = [row for row in rows if row.due.ends_on < today][-24:]
    targets = [row.due.target for row in over]
    aimed = any(target is not None for target in targets)
    return {
        "points": [(period_label(row.due, kpi.frequency), row.value) for row in over],
        "targets": targets if aimed else None,
        "alt": chart_alt(kpi, over, aimed=aimed),
        "any": any(row.value is not None for row in over),
    }


def chart_alt(kpi: Kpi, over: list[DueState], *, aimed: bool) -> str:
    """What the chart of these periods shows, as a sentence; ``aimed``: at least one of them has a target."""
    known = [row.value for row in over if row.value is not None]
    if not known:
        return f"{kpi.wording}: no period is verified yet"
    span = f"between {plain_quantity(min(known), kpi.unit)} and {plain_quantity(max(known), kpi.unit)}"
    met = sum(1 for row in over if row.rating == Rating.GREEN)
    on_target = f", on target in {met} of them" if aimed else ""
    return f"{kpi.wording}: {span} in {len(known)} verified periods{on_target}"
