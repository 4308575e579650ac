"""A provider's table with a column a month, turned round: a line for each KPI and period. Pure."""

from contracts.returns.calculations.period_names import names_a_period
from socialvalue.common.tables.cells import plain_heading

Lines = list[tuple[int, list[str]]]
FEWEST = 2


def period_columns(headings: list[str]) -> list[int]:
    """The places of the headings that name a period, where there are at least two and no heading “period”; else none."""
    if "period" in map(plain_heading, headings):
        return []
    found = [place for place, heading in enumerate(headings) if names_a_period(heading)]
    return found if len(found) >= FEWEST else []


def turned(headings: list[str], lines: Lines, *, leave_out: frozenset[str] = frozenset()) -> tuple[list[str], Lines]:
    """The table with “period” and “value” as its last columns, a line for each cell that is filled; each keeps its line's number.

    ``leave_out``: headings (plain) of what is said of the whole line and would be repeated for each period, such as comments.
    """
    places = period_columns(headings)
    kept = [p for p, heading in enumerate(headings) if p not in places and plain_heading(heading) not in leave_out]
    made = []
    for line, cells in lines:
        padded = cells + [""] * (len(headings) - len(cells))
        made += [(line, [*(padded[p] for p in kept), headings[place], padded[place]]) for place in places if padded[place]]
    return [*(headings[p] for p in kept), "period", "value"], made
