"""What would change the result: which single moderated score, one mark higher or lower, changes who ranks first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from .compute import compute, failures_of, price_points_of, scored_lines
from .kinds import SCORED
from .record import Bid, Criterion, Record

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
    now = _Totals(record)
    first, changes = first_of(now.totals), []
    for criterion in record.leaves(*SCORED):
        points = record.weights[criterion.id] * MARK / record.top
        for bid in sorted(record.bids, key=lambda bid: bid.id):
            for changed in _one_mark_away(bid, criterion, record.top):
                totals = now.totals_with(changed)
                if totals is not None and first_of(totals) != first:
                    before, after = bid.score(criterion.id), changed.score(criterion.id)
                    changes.append(OneMarkChange(criterion.id, bid.id, before, after, points, totals, first, first_of(totals)))
    return sorted(changes, key=lambda change: (change.points, change.criterion, change.bid, change.after))


def first_of(totals: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Who ranks first: several where they tie, nobody where every bid is out."""
    best = max(totals.values(), default=None)
    return tuple(sorted(bid for bid, total in totals.items() if total == best))


def _one_mark_away(bid: Bid, criterion: Criterion, maximum: Fraction) -> list[Bid]:
    score = bid.scores.get(criterion.id)
    if score is None:
        return []
    reached = [score + step for step in (-MARK, MARK) if 0 <= score + step <= maximum]
    return [replace(bid, scores={**bid.scores, criterion.id: after}) for after in reached]


class _Totals:
    """The bids as they stand, kept so that one changed bid does not need everything computed again."""

    def __init__(self, record: Record):
        self.record = record
        self.totals = {bid.id: bid.total for bid in compute(record).bids if bid.total is not None}
        self.bids_in = {bid.id: bid for bid in record.bids if bid.id in self.totals}
        prices = price_points_of(record, self.bids_in.values())
        self.prices = prices
        self.scored = {bid: total - prices.get(bid, 0) for bid, total in self.totals.items()}

    def totals_with(self, changed: Bid) -> dict[str, Fraction] | None:
        """All totals with this bid in place of the one of its id; None where it cannot be computed."""
        try:
            is_in = not failures_of(self.record, changed)
            lines = scored_lines(self.record, changed) if is_in else []
        except KeyError:  # through the gateway now, and its social value was never scored
            return None
        own = sum((line.points for line in lines), Fraction(0))
        if is_in and changed.id in self.bids_in:  # prices compare the same bids as before
            return {**self.totals, changed.id: own + self.prices.get(changed.id, 0)}
        if not is_in and changed.id not in self.bids_in:
            return self.totals
        bids_in = {bid: one for bid, one in self.bids_in.items() if bid != changed.id}
        scored = {bid: self.scored[bid] for bid in bids_in}
        if is_in:
            bids_in[changed.id], scored[changed.id] = changed, own
        prices = price_points_of(self.record, bids_in.values())
        return {bid: scored[bid] + prices.get(bid, 0) for bid in bids_in}
