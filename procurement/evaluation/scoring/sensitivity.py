"""What would turn it: which single moderated score, one mark higher or lower, changes who ranks first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from .compute import compute, failures_of
from .record import SCORED, Bid, Criterion, Record
from .result import Result
from .weights import effective_weights

MARK = Fraction(1)


@dataclass(frozen=True)
class OneMarkChange:
    """A change that turns the evaluation.

    `before`, `after`: the score. `points`: what the mark is worth, of 100. `totals`: exact totals after the
    change, by bid, for the bids then ranked. `first_before`, `first_after`: who ranks first, several where
    they tie.
    """

    criterion: str
    bid: str
    before: Fraction
    after: Fraction
    points: Fraction
    totals: Mapping[str, Fraction]
    first_before: tuple[str, ...]
    first_after: tuple[str, ...]


def one_mark_changes(record: Record) -> list[OneMarkChange]:
    """Every one-mark change of one score that changes who ranks first, the smallest first.

    Smallest is the one worth the fewest points, then by criterion, bid and score. Scores stay on the scale. A
    mark may put a bid out, or bring one in; a bid that would need social value scores it does not have is
    left alone. Empty when nothing of that size turns the evaluation.
    """
    result = compute(record)
    totals, first = _totals(result), _first(_totals(result))
    weights = effective_weights(record.criteria)
    changes = []
    for criterion in record.leaves(*SCORED):
        mark = weights[criterion.id] * MARK / record.maximum
        for bid in sorted(record.bids, key=lambda bid: bid.id):
            for step in (-MARK, MARK):
                after = _totals_after(record, totals, bid, criterion, step, mark)
                if after is not None and _first(after) != first:
                    score = bid.scores[criterion.id]
                    changes.append(
                        OneMarkChange(
                            criterion.id, bid.id, score, score + step, mark, after, first, _first(after)
                        )
                    )
    return sorted(changes, key=lambda change: (change.points, change.criterion, change.bid, change.after))


def _totals_after(
    record: Record,
    totals: Mapping[str, Fraction],
    bid: Bid,
    criterion: Criterion,
    step: Fraction,
    mark: Fraction,
) -> dict[str, Fraction] | None:
    """All totals after the change; None where the change is not possible."""
    score = bid.scores.get(criterion.id)
    if score is None or not 0 <= score + step <= record.maximum:
        return None
    changed = replace(bid, scores={**bid.scores, criterion.id: score + step})
    try:
        is_in = not failures_of(record, changed)
    except KeyError:  # through the gateway now, and its social value was never scored
        return None
    was_in = bid.id in totals
    if not is_in and not was_in:
        return dict(totals)
    if is_in and was_in:  # prices compare the same bids as before: only this total moves
        return {**totals, bid.id: totals[bid.id] + step * mark}
    others = tuple(other for other in record.bids if other.id != bid.id)
    try:
        return _totals(compute(replace(record, bids=(*others, changed))))
    except KeyError:
        return None


def _totals(result: Result) -> dict[str, Fraction]:
    return {bid.id: bid.total for bid in result.bids if bid.total is not None}


def _first(totals: Mapping[str, Fraction]) -> tuple[str, ...]:
    best = max(totals.values(), default=None)
    return tuple(sorted(bid for bid, total in totals.items() if total == best))
