"""The gateway: thresholds of quality and price that a bid passes before its social value is scored."""

from fractions import Fraction

from .kinds import QUALITY
from .record import Bid, Record, given


def quality_percentage(record: Record, bid: Bid) -> Fraction | None:
    """The points the bid has from `quality` criteria, in percent of what those offer; None where there are
    none.
    """
    weights = record.weights
    criteria = record.leaves(QUALITY)
    offered = sum((weights[criterion.id] for criterion in criteria), Fraction(0))
    if not offered:
        return None
    points = sum((weights[criterion.id] * bid.score(criterion.id) for criterion in criteria), Fraction(0))
    return points / record.top / offered * 100


def thresholds_missed(record: Record, bid: Bid) -> list[str]:
    """The names of the thresholds that the bid is beyond; empty under the method `embedded`.

    Raises `Incomplete` where a threshold has nothing to be compared with: no price, no quality criterion.
    """
    gateway = record.gateway
    if gateway is None:
        return []
    highest, least, missed = gateway.maximum_price, gateway.minimum_quality, []
    if highest is not None and given(bid.price, f"the price of bid {bid.id}") > highest:
        missed.append("maximum_price")
    if least is not None and given(quality_percentage(record, bid), "a quality criterion") < least:
        missed.append("minimum_quality")
    return missed
