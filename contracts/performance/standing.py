"""Where a KPI stands over a span of time: the one rule, used by every page, chart, file and paper. Pure.

Like is compared with like: what was verified is set against what was promised for those same periods, never against the whole
term. A period that nobody has verified is no nought; it shows in the counts beside the figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.performance.combining import Combined, combine, counted_as
from contracts.performance.enums import Kind, Standing
from contracts.performance.rows import Counts, Row, count
from socialvalue.framework.enums import Direction


@dataclass(frozen=True)
class KpiFigure:
    """One KPI over a span.

    ``value`` covers every reported row, ``compared`` those with a target, which ``target`` and ``minimum`` belong to; all in the
    KPI's unit, exact. None is not known.
    """

    kind: str
    direction: str
    counts: Counts
    value: Fraction | None
    compared: Fraction | None
    target: Fraction | None
    minimum: Fraction | None
    standing: Standing


def figure_of(rows: Sequence[Row], kind: str, direction: str, as_of: date) -> KpiFigure:
    """The figure of one KPI from its rows of the span, as known on ``as_of``."""
    counts, combined = count(rows, as_of), combine(rows, kind)
    return KpiFigure(
        kind=counted_as(kind),
        direction=direction,
        counts=counts,
        value=combined.value,
        compared=combined.compared,
        target=combined.target,
        minimum=combined.minimum,
        standing=standing(counts, combined, kind, direction),
    )


def standing(counts: Counts, combined: Combined, kind: str, direction: str) -> Standing:
    """What may be said, in the order of the rule: due, reported, aimed at, reached."""
    if not counts.expected:
        return Standing.NOTHING_DUE
    if not counts.reported:
        return Standing.NOT_REPORTED
    if not combined.cases:
        return Standing.NOTHING_DUE
    if combined.compared is None or combined.target is None:
        return Standing.NO_TARGET
    if direction == Direction.HIGHER and kind == Kind.SUM and not combined.compared and not combined.target:
        return Standing.NOTHING_DUE
    return reached(combined.compared, combined.target, combined.minimum, direction)


def reached(value: Fraction, target: Fraction, minimum: Fraction | None, direction: str) -> Standing:
    """On target, below it, or below the minimum where there is one; for lower-is-better the minimum is a limit above the target.

    Without a minimum nothing separates a miss from a bad miss: it is below target, never below a minimum that nobody agreed.
    """
    if _reaches(value, target, direction):
        return Standing.ON_TARGET
    if minimum is None or _reaches(value, minimum, direction):
        return Standing.BELOW_TARGET
    return Standing.BELOW_MINIMUM


def _reaches(value: Fraction, mark: Fraction, direction: str) -> bool:
    return value >= mark if direction == Direction.HIGHER else value <= mark
