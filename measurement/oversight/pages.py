"""The oversight table as rows for a file: the same figures as the page, each with its unit, coverage and address."""

from collections.abc import Iterator
from decimal import Decimal

from measurement.figures.calculations.figures import Figure
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors import Achievement, Line
from socialvalue.common.templatetags.formats import decimal, rounded

HEADINGS = [
    "part", "name", "counts", "unit", "delivered", "promised for the same periods", "promised for all periods",
    "on target", "above the floor", "below the floor", "not reported", "no target",
    "returns owed", "returns verified", "returns waiting", "coverage %", "period from", "period to", "where it comes from",
]  # fmt: skip


def figure_rows(found: Achievement, site: str) -> Iterator[list]:
    yield HEADINGS
    for part, lines in (("all", [found.total]), ("priority", found.priorities), ("directorate", found.directorates)):
        for line in lines:
            yield _line(part, line, found, site)
            for figure in line.quantities:
                yield _figure(line, figure, found, site)


def _coverage(counted: Figure | Tally) -> Decimal | None:
    return None if counted.coverage is None else rounded(decimal(counted.coverage * 100), 1)


def _line(part: str, line: Line, found: Achievement, site: str) -> list:
    t = line.tally
    return [
        part, line.name, "indicators", "indicators", None, None, None, t.green, t.amber, t.red, t.missing, t.none,
        t.expected, t.reported, t.waiting, _coverage(t), found.scope.starts_on, found.scope.ends_on,
        site + line.url if line.url else "",
    ]  # fmt: skip


def _figure(line: Line, f: Figure, found: Achievement, site: str) -> list:
    return [
        f"measure of {line.name}", f.label, f.counts, f.unit, f.value, f.target_reported, f.target, None, None, None, None, None,
        f.expected, f.reported, f.waiting, _coverage(f), found.scope.starts_on, found.scope.ends_on, site + f.url,
    ]  # fmt: skip
