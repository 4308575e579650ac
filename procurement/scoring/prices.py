"""The four ways to turn prices into points. Exact fractions in and out."""

from collections.abc import Mapping
from fractions import Fraction

from .record import Criterion, given

FORMULAS = ("lowest_over_bid", "linear_from_lowest", "linear_to_ceiling", "mean_deviation")


def price_points(criterion: Criterion, weight: Fraction, prices: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Points by bid id for the prices of the bids that are still in.

    `weight`: the points that the price criterion offers. Every price is more than 0. Without prices, without
    points. Raises `Incomplete` for `linear_to_ceiling` without a ceiling or a floor.
    """
    if not prices:
        return {}
    low = min(prices.values())
    mean = sum(prices.values(), Fraction(0)) / len(prices)

    def share(price: Fraction) -> Fraction:
        match criterion.formula:
            case "lowest_over_bid":
                return low / price
            case "linear_from_lowest":
                return _within_one(1 - (price - low) / low)
            case "linear_to_ceiling":
                ceiling, floor = given(criterion.ceiling, "the ceiling"), given(criterion.floor, "the floor")
                return _within_one((ceiling - price) / (ceiling - floor))
            case "mean_deviation":
                return _within_one(Fraction(1, 2) + (mean - price) / mean)
        raise ValueError(f"unknown price formula {criterion.formula!r}")

    return {bid: weight * share(price) for bid, price in prices.items()}


def _within_one(share: Fraction) -> Fraction:
    return min(max(share, Fraction(0)), Fraction(1))
