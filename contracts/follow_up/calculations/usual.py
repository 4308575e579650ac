"""Whether a value is out of the range of its own history. Pure.

The range is the median of the earlier values, three times their usual distance from it to either side. The usual distance is
the median of the distances; at least a tenth of the median, so that a KPI that never moved may move a little. Medians, because
one slip of the pen in the past must not widen the range for ever. Values of periods of unequal length are compared by day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

# Of fewer earlier values no range is known
FEWEST = 4
TIMES = 3
A_TENTH = Fraction(1, 10)
# Whole numbers up to here jump by chance
SMALL = 5


@dataclass(frozen=True)
class Usual:
    """The range in which a value is as before: both ends belong to it."""

    low: Fraction
    high: Fraction

    def holds(self, value: Fraction) -> bool:
        return self.low <= value <= self.high


def median(values: Sequence[Fraction]) -> Fraction:
    """The one in the middle, or the mean of the two. ``values`` is not empty."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def usual_range(earlier: Sequence[Fraction]) -> Usual | None:
    """The range of these earlier values; None where there are too few to know one."""
    if len(earlier) < FEWEST:
        return None
    middle = median(earlier)
    distance = max(median([abs(value - middle) for value in earlier]), abs(middle) * A_TENTH)
    return Usual(middle - TIMES * distance, middle + TIMES * distance)


def is_unlike(value: Fraction, earlier: Sequence[Fraction], as_reported: Sequence[Fraction] | None = None) -> Usual | None:
    """The range that ``value`` is out of; None where it is within, no range is known, or all are small whole numbers.

    ``as_reported``: what the earlier periods brought, where ``earlier`` is that by the days of this one.
    """
    found = usual_range(earlier)
    if found is None or found.holds(value):
        return None
    if all(abs(one) <= SMALL and one.denominator == 1 for one in (value, *(earlier if as_reported is None else as_reported))):
        return None
    return found
