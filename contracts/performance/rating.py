"""How a reported value is rated against its target. Pure.

Kent County Council's quarterly performance report publishes the first rule: green when the target is met, amber when
it is not but the floor standard is, red below the floor. Maidstone Borough Council publishes the second: amber within
a tenth of the target. A value nobody reported has no rating at all; it is never red.
"""

from decimal import Decimal
from fractions import Fraction

from contracts.performance.enums import Rating

Number = Decimal | Fraction
WITHIN_TEN_PERCENT = Decimal("0.1")


def rate(value: Number | None, target: Number | None, floor: Number | None, direction: str) -> Rating | None:
    """Kent's rule. ``direction`` is "higher" or "lower" (is better). None for a missing value, NONE without a target.

    Without a floor nothing separates amber from red: a missed target is red, since no floor can be claimed to be met.
    """
    if value is None:
        return None
    if target is None:
        return Rating.NONE
    if _reaches(value, target, direction):
        return Rating.GREEN
    if floor is not None and _reaches(value, floor, direction):
        return Rating.AMBER
    return Rating.RED


def rate_within(
    value: Decimal | None, target: Decimal | None, direction: str, within: Decimal = WITHIN_TEN_PERCENT
) -> Rating | None:
    """Maidstone's rule: amber when the target is missed by no more than ``within`` (a part of one) of the target itself.

    The tenth is of the target, not percentage points: 38.98 % against 40 % is 97.45 % of the target, so amber.
    """
    if target is None:
        return rate(value, None, None, direction)
    margin = abs(target) * within
    return rate(value, target, target - margin if direction == "higher" else target + margin, direction)


def _reaches(value: Number, mark: Number, direction: str) -> bool:
    return value >= mark if direction == "higher" else value <= mark
