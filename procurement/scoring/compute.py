"""From a complete record to its result, in exact fractions."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from .gateway import thresholds_missed
from .kinds import PASS_FAIL, PRICE, QUALITY, SCORED, SOCIAL_VALUE
from .prices import price_points
from .record import GATEWAY, Bid, Criterion, Record, given
from .result import FAILED_GATEWAY, FAILED_MINIMUM, FAILED_PASS_FAIL, RANKED, BidResult, Failure, Line, Result

KINDS_IN_ORDER = (PRICE, QUALITY, SOCIAL_VALUE)


def compute(record: Record) -> Result:
    """The ranking, the working of every bid, and the ties. The order of bids and criteria makes no
    difference.
    """
    failures = {bid.id: failures_of(record, bid) for bid in record.bids}
    prices = _price_lines(record, [bid for bid in record.bids if not failures[bid.id]])
    lines = {bid.id: _lines(record, bid, prices) for bid in record.bids}
    totals = {bid.id: sum((line.points for line in lines[bid.id]), Fraction(0)) for bid in record.bids if not failures[bid.id]}
    ranks = ranks_of(totals)
    results = [
        BidResult(
            id=bid.id,
            status=failures[bid.id][0].status if failures[bid.id] else RANKED,
            rank=ranks.get(bid.id),
            total=totals.get(bid.id),
            by_kind=_by_kind(lines[bid.id]),
            lines=lines[bid.id],
            failures=failures[bid.id],
        )
        for bid in record.bids
    ]
    results.sort(key=lambda result: (result.rank is None, result.rank, result.id))
    return Result(bids=tuple(results), ties=_ties(ranks))


def failures_of(record: Record, bid: Bid) -> tuple[Failure, ...]:
    """Everything that puts the bid out, in the order in which it is looked at: the first gives the status.

    Pass or fail; minimums of quality (embedded: and of social value); the gateway; social value minimums
    behind it. Within one step by name.
    """
    missed = [Failure(FAILED_GATEWAY, name) for name in thresholds_missed(record, bid)]
    refused = [Failure(FAILED_PASS_FAIL, one.id) for one in record.leaves(PASS_FAIL) if bid.scores[one.id] is False]
    if record.method != GATEWAY:
        return (*refused, *_below_minimum(record.leaves(*SCORED), bid))
    behind = [] if missed else _below_minimum(record.leaves(SOCIAL_VALUE), bid)
    return (*refused, *_below_minimum(record.leaves(QUALITY), bid), *missed, *behind)


def _below_minimum(criteria: list[Criterion], bid: Bid) -> list[Failure]:
    return [
        Failure(FAILED_MINIMUM, criterion.id)
        for criterion in criteria
        if criterion.minimum is not None and bid.score(criterion.id) < criterion.minimum
    ]


def price_points_of(record: Record, bids_in: Iterable[Bid]) -> dict[str, Fraction]:
    """Points for price by bid id, compared among these bids; empty where price is no criterion."""
    for criterion in record.leaves(PRICE):  # at most one
        prices = {bid.id: given(bid.price, f"the price of bid {bid.id}") for bid in bids_in}
        return price_points(criterion, record.weights[criterion.id], prices)
    return {}


def _price_lines(record: Record, bids_in: list[Bid]) -> dict[str, Line]:
    """The price line of each bid still in. A bid that is out is compared with nobody and has none."""
    points, amounts = price_points_of(record, bids_in), {bid.id: bid.price for bid in bids_in}
    return {
        bid: Line(criterion.id, PRICE, record.weights[criterion.id], points[bid], price=amounts[bid])
        for criterion in record.leaves(PRICE)
        for bid in points
    }


def scored_lines(record: Record, bid: Bid) -> list[Line]:
    """What was scored. Beyond the gateway social value is not scored, even where scores are there."""
    kinds = (QUALITY,) if thresholds_missed(record, bid) else SCORED
    lines = []
    for criterion in record.leaves(*kinds):
        score, weight = bid.score(criterion.id), record.weights[criterion.id]
        points = weight * score / record.top
        lines.append(Line(criterion.id, criterion.kind, weight, points, score=score, maximum=record.maximum))
    return lines


def _lines(record: Record, bid: Bid, prices: Mapping[str, Line]) -> tuple[Line, ...]:
    lines = scored_lines(record, bid)
    if bid.id in prices:
        lines.append(prices[bid.id])
    return tuple(sorted(lines, key=lambda line: line.criterion))


def _by_kind(lines: tuple[Line, ...]) -> dict[str, Fraction]:
    present = {line.kind for line in lines}
    return {
        kind: sum((line.points for line in lines if line.kind == kind), Fraction(0)) for kind in KINDS_IN_ORDER if kind in present
    }


def ranks_of(totals: Mapping[str, Fraction]) -> dict[str, int]:
    """Rank by bid: one more than the number of bids with more points, so that equals share it (1, 1, 3)."""
    return {bid: 1 + sum(other > total for other in totals.values()) for bid, total in totals.items()}


def _ties(ranks: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    shared = [tuple(sorted(bid for bid in ranks if ranks[bid] == rank)) for rank in sorted(set(ranks.values()))]
    return tuple(bids for bids in shared if len(bids) > 1)
