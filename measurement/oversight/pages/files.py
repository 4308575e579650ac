"""The oversight table as rows for a file: the same figures as the page, each with its unit, coverage and address."""

from collections.abc import Iterator
from decimal import Decimal

from contracts.performance.shown import Number, plain
from measurement.figures.calculations.figures import Figure
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors import Achievement, Line
from socialvalue.common.templatetags.formats import decimal, rounded

HEADINGS = [
    "part", "name", "counts", "unit", "better", "delivered", "of it with a target", "agreed for the same periods",
    "target so far", "on target", "below target", "below minimum", "not reported", "no target", "nothing due yet",
    "returns due", "returns verified", "returns waiting", "returns late", "coverage %", "period from", "period to",
    "where it comes from",
]  # fmt: skip


def figure_rows(found: Achievement, site: str) -> Iterator[list]:
    yield HEADINGS
    for part, lines in (
        ("all", [found.total]),
        ("priority", found.priorities),
        ("directorate", found.directorates),
        ("kind of supplier", found.supplier_kinds),
    ):
        for line in lines:
            yield _line(part, line, found, site)
            for figure in line.quantities:
                yield _figure(line, figure, found, site)


def _number(value: Number | None) -> Decimal | None:
    """As the JSON file has it, and for a spreadsheet to reckon with."""
    text = plain(value)
    return None if text is None else Decimal(text)


def _coverage(counted: Figure | Tally) -> Decimal | None:
    return None if counted.coverage is None else rounded(decimal(counted.coverage * 100), 1)


def _line(part: str, line: Line, found: Achievement, site: str) -> list:
    t = line.tally
    return [
        part, line.name, "KPIs", "KPIs", None, None, None, None, None, *(n for _, n in t.parts),
        t.expected, t.reported, t.waiting, t.late, _coverage(t), found.scope.starts_on, found.scope.ends_on,
        site + line.url if line.url else "",
    ]  # fmt: skip


def _figure(line: Line, f: Figure, found: Achievement, site: str) -> list:
    c = f.counts
    return [
        f"measure of {line.name}", f.label, f.counted, f.unit, f.direction,
        _number(f.value), _number(f.compared), _number(f.target), _number(f.promised), None, None, None, None, None, None,
        c.expected, c.reported, c.waiting, c.late, _coverage(f), found.scope.starts_on, found.scope.ends_on, site + f.url,
    ]  # fmt: skip
