"""From a complete record to its result, in exact fractions."""

from collections.abc import Mapping
from fractions import Fraction

from .gateway import thresholds_missed
from .prices import price_points
from .record import GATEWAY, PASS_FAIL, PRICE, QUALITY, SCORED, SOCIAL_VALUE, Bid, Criterion, Record
from .result import FAILED_GATEWAY, FAILED_MINIMUM, FAILED_PASS_FAIL, RANKED, BidResult, Failure, Line, Result
from .weights import effective_weights

KINDS_IN_ORDER = (PRICE, QUALITY, SOCIAL_VALUE)


def compute(record: Record) -> Result:
    """The ranking, the working of every bid, and the ties. The order of bids and criteria makes no
    difference.
    """
    weights = effective_weights(record.criteria)
    failures = {bid.id: failures_of(record, bid) for bid in record.bids}
    prices = _price_lines(record, weights, [bid for bid in record.bids if not failures[bid.id]])
    lines = {bid.id: _lines(record, weights, bid, prices) for bid in record.bids}
    totals = {
        bid.id: sum((line.points for line in lines[bid.id]), Fraction(0))
        for bid in record.bids
        if not failures[bid.id]
    }
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
    results.sort(key=lambda result: (result.rank is None, result.rank or 0, result.id))
    return Result(bids=tuple(results), ties=_ties(ranks))


def failures_of(record: Record, bid: Bid) -> tuple[Failure, ...]:
    """Everything that puts the bid out, in the order in which it is looked at: the first gives the status.

    Pass or fail; minimums of quality (embedded: and of social value); the gateway; social value minimums
    behind it. Within one step by name.
    """
    missed = [Failure(FAILED_GATEWAY, name) for name in thresholds_missed(record, bid)]
    refused = [
        Failure(FAILED_PASS_FAIL, one.id) for one in record.leaves(PASS_FAIL) if bid.scores[one.id] is False
    ]
    if record.method != GATEWAY:
        return (*refused, *_below_minimum(record.leaves(*SCORED), bid))
    behind = [] if missed else _below_minimum(record.leaves(SOCIAL_VALUE), bid)
    return (*refused, *_below_minimum(record.leaves(QUALITY), bid), *missed, *behind)


def _below_minimum(criteria: list[Criterion], bid: Bid) -> list[Failure]:
    return [
        Failure(FAILED_MINIMUM, criterion.id)
        for criterion in criteria
        if criterion.minimum is not None and bid.scores[criterion.id] < criterion.minimum
    ]


def _price_lines(record: Record, weights: Mapping[str, Fraction], bids_in: list[Bid]) -> dict[str, Line]:
    """The price line of each bid still in. A bid that is out is compared with nobody and has none."""
    lines = {}
    for criterion in record.leaves(PRICE):  # at most one
        weight = weights[criterion.id]
        points = price_points(criterion, weight, {bid.id: bid.price for bid in bids_in})
        for bid in bids_in:
            lines[bid.id] = Line(criterion.id, PRICE, weight, points[bid.id], price=bid.price)
    return lines


def _lines(
    record: Record, weights: Mapping[str, Fraction], bid: Bid, prices: Mapping[str, Line]
) -> tuple[Line, ...]:
    """What was scored, by criterion. Beyond the gateway social value is not scored, even where scores are
    there.
    """
    kinds = (QUALITY,) if thresholds_missed(record, bid) else SCORED
    lines = [
        Line(
            criterion.id,
            criterion.kind,
            weights[criterion.id],
            weights[criterion.id] * bid.scores[criterion.id] / record.maximum,
            score=bid.scores[criterion.id],
            maximum=record.maximum,
        )
        for criterion in record.leaves(*kinds)
    ]
    if bid.id in prices:
        lines.append(prices[bid.id])
    return tuple(sorted(lines, key=lambda line: line.criterion))


def _by_kind(lines: tuple[Line, ...]) -> dict[str, Fraction]:
    present = {line.kind for line in lines}
    return {
        kind: sum((line.points for line in lines if line.kind == kind), Fraction(0))
        for kind in KINDS_IN_ORDER
        if kind in present
    }


def ranks_of(totals: Mapping[str, Fraction]) -> dict[str, int]:
    """Rank by bid: one more than the number of bids with more points, so that equals share it (1, 1, 3)."""
    return {bid: 1 + sum(other > total for other in totals.values()) for bid, total in totals.items()}


def _ties(ranks: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    shared = [
        tuple(sorted(bid for bid in ranks if ranks[bid] == rank)) for rank in sorted(set(ranks.values()))
    ]
    return tuple(bids for bids in shared if len(bids) > 1)
