"""How large a target is in scale with a contract. Pure arithmetic."""

from decimal import ROUND_FLOOR, Decimal


def sized_target(value: Decimal, pounds_per_unit: Decimal) -> Decimal:
    """Whole units for a contract of ``value`` pounds at one for every ``pounds_per_unit`` pounds, rounded down.

    One qualification for every £250,000 (Together for Social Value): £1,000,000 asks for 4, £1,249,999 for 4.
    Raises ValueError when ``pounds_per_unit`` is not above zero.
    """
    if pounds_per_unit <= 0:
        raise ValueError("pounds for one unit must be more than zero")
    return (value / pounds_per_unit).to_integral_value(rounding=ROUND_FLOOR)
