"""Time a page against the bare SQL of its figures, alternating in one run, so that both see the same machine."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Measured:
    """Seconds, and the ratio page ÷ SQL pair by pair: the lowest, the median, the highest. ``queries`` of the page."""

    name: str
    page: float
    sql: float
    low: float
    middle: float
    high: float
    queries: int


def measure(name: str, page: Callable[[], object], sql: Callable[[], object], repeats: int) -> Measured:
    """Run both ``repeats`` times, one after the other; the first of each warms up and is not counted."""
    page()
    sql()
    pairs = [(_timed(page), _timed(sql)) for _ in range(repeats)]
    with CaptureQueriesContext(connection) as queries:
        page()
    ratios = sorted(p / s for p, s in pairs)
    return Measured(
        name,
        statistics.median(p for p, _ in pairs),
        statistics.median(s for _, s in pairs),
        ratios[0],
        statistics.median(ratios),
        ratios[-1],
        len(queries),
    )


def _timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun
