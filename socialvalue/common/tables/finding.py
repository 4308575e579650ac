"""Where the table stands in a file: titles above it, a line of sums beneath it."""

import re
from collections.abc import Callable, Sequence

from socialvalue.common.tables.cells import plain_heading

Line = tuple[int, list[str]]
# Lines looked at for the headings: a title, a date of publication, some notes
ABOVE = 30
_TOTAL = {"total", "totals", "grandtotal", "sum", "sums"}
_FIGURE = re.compile(r"-?[£(]?-?[\d,]+(\.\d+)?\)?%?")


def headings_at(lines: Sequence[Line], known: Callable[[str], str], needed: frozenset[str]) -> int:
    """Which of ``lines`` holds the headings: the first that has all that is needed; else the one with most that we know.

    ``known``: what we call a heading, empty where we do not know it. Where no line has two that we know, somebody has to say
    which is which: it is the first of those with most cells, since a title stands in few.
    """
    filled = [sum(map(bool, cells)) for _, cells in lines[:ABOVE]]
    best, most = filled.index(max(filled)) if filled else 0, 1
    for place, (_, cells) in enumerate(lines[:ABOVE]):
        found = {name for cell in cells if (name := known(cell))}
        if needed and needed <= found:
            return place
        if len(found) > most:
            best, most = place, len(found)
    return best


def is_total(cells: Sequence[str], needed: Sequence[int]) -> bool:
    """Whether a last line holds only sums: nothing under what every line needs but “Total”, and figures elsewhere.

    ``needed``: the places of the columns that every line needs. An empty line is none.
    """
    under = [plain_heading(cells[place]) for place in needed if place < len(cells)]
    figures = [cell for cell in cells if cell and plain_heading(cell) not in _TOTAL]
    says_so = any(plain_heading(cell) in _TOTAL for cell in cells)
    if not figures or not all(_FIGURE.fullmatch(cell.replace(" ", "")) for cell in figures):
        return False
    return says_so or bool(needed and not any(under))


def is_remark(cells: Sequence[str], needed: Sequence[int]) -> bool:
    """Whether a last line is a remark beneath the table, “End of file”: three words or more in one cell, and nothing elsewhere.

    ``needed``: as ``is_total``; of a table that needs one column alone, one cell may be a whole line.
    """
    filled = [cell for cell in cells if cell]
    return len(needed) > 1 and len(filled) == 1 and len(filled[0].split()) > 2
