"""Which returns may be verified many at a time. Pure.

Where the council has one in so many drawn for a full look, the draw says which (docs/decisions/0048). Where it draws none, a
figure may be passed with others only when it is near the last one that was verified, and who verifies has opened its files.
"""

from decimal import Decimal

# Of the last verified value, on either side, the bound included
NEAR_PERCENT = 10
NOTHING_BEFORE = "No earlier period is verified to compare it with"
FAR = f"It is more than {NEAR_PERCENT} % from the last verified value"


def is_near(value: Decimal, last: Decimal) -> bool:
    """Whether ``value`` is within 10 % of ``last``, exactly; near 0 is 0 alone. Both in the KPI's unit."""
    return abs(value - last) * 100 <= abs(last) * NEAR_PERCENT


def why_far(value: Decimal | None, last: Decimal | None) -> str:
    """Why a figure wants a look of its own where nobody draws; empty when it is near the last one.

    None is a period without cases: it is near to none.
    """
    if last is None:
        return NOTHING_BEFORE
    return "" if value is not None and is_near(value, last) else FAR
