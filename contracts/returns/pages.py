"""Figures of KPIs in words and as charts, the same on every page."""

from contracts.obligations.enums import Frequency
from contracts.performance.enums import Combining, Rating
from socialvalue.common.templatetags.formats import MONTHS, plain_number, plain_quantity
from socialvalue.framework.enums import Direction

RATING_COLOUR = {Rating.GREEN: "green", Rating.AMBER: "yellow", Rating.RED: "red", Rating.NONE: "grey"}


def rating_tag(rating) -> tuple[str, str]:
    """(word, colour); what nobody verified is “Not verified yet”, never red."""
    if rating is None:
        return "Not verified yet", "grey"
    return Rating(rating).label, RATING_COLOUR[rating]


def standing_sentence(kpi, standing) -> str:
    """“Delivered 71 % of the 240 apprenticeships promised”, or what can be said when there is no target or no return."""
    if standing.delivered is None:
        return f"{kpi.wording}: nothing verified yet"
    delivered = plain_quantity(standing.delivered, kpi.unit)
    if standing.promised is None:
        return f"{kpi.wording}: {delivered}, without a target"
    promised = plain_quantity(standing.promised, kpi.unit)
    if kpi.combining == Combining.SUM and standing.promised and kpi.direction == Direction.HIGHER:
        part = plain_number(standing.delivered * 100 / standing.promised, 0)
        return f"{kpi.wording}: delivered {delivered}, {part} % of the {promised} promised for these periods"
    better = "more" if kpi.direction == Direction.HIGHER else "less"
    return f"{kpi.wording}: {delivered} against a target of {promised} or {better}"


def period_label(row, frequency: str) -> str:
    """Short words under a chart: “Apr 2025”, “Apr–Jun 2025”."""
    first, last = MONTHS[row.starts_on.month - 1][:3], MONTHS[row.ends_on.month - 1][:3]
    return f"{last} {row.ends_on.year}" if frequency == Frequency.MONTH or first == last else f"{first}–{last} {row.ends_on.year}"


def chart_of(kpi, rows, today) -> dict:
    """Points (label, verified value or None), targets and alternative text for the periods that are over."""
    over = [row for row in rows if row.due.ends_on < today][-24:]
    points = [(period_label(row.due, kpi.frequency), row.value) for row in over]
    targets = [row.due.target for row in over]
    known = [value for _, value in points if value is not None]
    met = sum(1 for row in over if row.rating == Rating.GREEN)
    if not known:
        alt = f"{kpi.wording}: no period is verified yet"
    else:
        span = f"between {plain_quantity(min(known), kpi.unit)} and {plain_quantity(max(known), kpi.unit)}"
        alt = f"{kpi.wording}: {span} in {len(known)} verified periods"
        if any(t is not None for t in targets):
            alt += f", on target in {met} of them"
    return {"points": points, "targets": targets if any(t is not None for t in targets) else None, "alt": alt, "any": bool(known)}
