"""The gateway: thresholds of quality and price that a bid passes before its social value is scored."""

from fractions import Fraction

from .kinds import QUALITY
from .record import Bid, Record


def quality_percentage(record: Record, bid: Bid) -> Fraction | None:
    """The points the bid has from `quality` criteria, in percent of what those offer; None where there are
    none.
    """
    weights = record.weights
    criteria = record.leaves(QUALITY)
    offered = sum((weights[criterion.id] for criterion in criteria), Fraction(0))
    if not offered:
        return None
    points = sum((weights[criterion.id] * bid.scores[criterion.id] for criterion in criteria), Fraction(0))
    return points / record.maximum / offered * 100


def thresholds_missed(record: Record, bid: Bid) -> list[str]:
    """The names of the thresholds that the bid is beyond; empty under the method `embedded`."""
    gateway, missed = record.gateway, []
    if gateway is None:
        return missed
    if gateway.maximum_price is not None and bid.price > gateway.maximum_price:
        missed.append("maximum_price")
    if gateway.minimum_quality is not None and quality_percentage(record, bid) < gateway.minimum_quality:
        missed.append("minimum_quality")
    return missed
