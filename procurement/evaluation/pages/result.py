"""The result in words and rows for its page. Numbers are exact fractions; the template rounds them once."""

from dataclasses import dataclass
from fractions import Fraction

from procurement.bidding.models import Bid
from procurement.evaluation.selectors.ranking import Ranking
from procurement.scoring import BidResult, OneMarkChange
from procurement.scoring.record import given
from procurement.tendering.enums import CriterionKind as K
from socialvalue.common.templatetags.formats import plain_number

KINDS = {K.PRICE: "Price", K.QUALITY: "Quality", K.SOCIAL_VALUE: "Social value"}


@dataclass(frozen=True)
class ResultRow:
    """One bid: its result, its name, points per kind in the order of ``kinds``."""

    bid: Bid
    result: BidResult
    points: list[Fraction | None]
    lines: list[tuple[str, object]]
    reasons: list[str]
    # (title, working) of each question marked by proxy values
    workings: list[tuple[str, dict]]

    @property
    def name(self) -> str:
        return self.bid.bidder

    @property
    def ranked(self) -> bool:
        return self.result.rank is not None


class ResultPage:
    """What the result page shows of a ranking."""

    def __init__(self, ranking: Ranking):
        self.ranking = ranking
        present = {kind for one in ranking.computed.bids for kind in one.by_kind}
        self.kinds = [kind for kind in KINDS if kind in present]
        self.kind_names = [KINDS[kind] for kind in self.kinds]
        order = {node.criterion.key: n for n, node in enumerate(ranking.nodes)}
        self.rows = [self._row(one, order) for one in ranking.computed.bids]
        self.ranked = [row for row in self.rows if row.ranked]
        self.out = [row for row in self.rows if not row.ranked]

    def _row(self, one: BidResult, order: dict[str, int]) -> ResultRow:
        return ResultRow(
            bid=self.ranking.bids[one.id],
            result=one,
            points=[one.by_kind.get(kind) for kind in self.kinds],
            lines=[
                (self.ranking.titles[line.criterion], line)
                for line in sorted(one.lines, key=lambda line: order.get(line.criterion, 0))
            ],
            reasons=[self.ranking.failure_words(one, failure) for failure in one.failures],
            workings=[(self.ranking.titles[key], found) for key, found in self.ranking.workings.get(one.id, {}).items()],
        )

    @property
    def chart_rows(self) -> list[tuple[str, list]]:
        return [(f"{row.result.rank}. {row.name}", row.points) for row in self.ranked]

    @property
    def chart_alt(self) -> str:
        parts = "; ".join(f"{row.name} {plain_number(row.result.total)}" for row in self.ranked)
        return f"Points of 100: {parts}."

    @property
    def headline(self) -> str:
        """Who is first and by how much, in a sentence."""
        if not self.ranked:
            return "No bid can be awarded the contract: every bid is excluded."
        first = [row for row in self.ranked if row.result.rank == 1]
        total = plain_number(first[0].result.total)
        if len(first) > 1:
            names = " and ".join(row.name for row in first)
            return f"{names} have the same total, {total} points of 100. People decide between them, with a reason."
        if len(self.ranked) == 1:
            return f"{first[0].name} has {total} points of 100. It is the only bid that is not out."
        ahead, behind = (given(row.result.total, f"the total of {row.name}") for row in self.ranked[:2])
        lead = plain_number(ahead - behind)
        return f"{first[0].name} ranks first with {total} points of 100, {lead} more than {self.ranked[1].name}."

    @property
    def turning(self) -> str:
        """What would change the result, in one sentence."""
        changes = self.ranking.turning
        if not changes:
            return (
                "No single mark would change the result: if any one score were a mark higher or lower, the same bid would "
                "still rank first."
            )
        names = {bid.label: bid.bidder for bid in self.ranking.bids.values()}
        least = changes[0]
        after = " and ".join(names[bid] for bid in least.first_after) or "nobody"
        verb = "gain" if least.after > least.before else "lose"
        then = "rank first" if after == names[least.bid] else f"{after} would rank first"
        sentence = (
            f"One mark would change the result: with {plain_number(least.after)} instead of {plain_number(least.before)} for "
            f"“{self.ranking.titles[least.criterion]}”, {names[least.bid]} would {verb} {plain_number(least.points)} points and "
            f"{then}."
        )
        others = len(changes) - 1
        more = f" So would {others} other change{'s' if others > 1 else ''} of one mark." if others else ""
        return sentence + more

    @property
    def changes(self) -> list[tuple[str, str, OneMarkChange, str]]:
        """Every change of one mark that changes the result: question, bidder, change, who would be first."""
        names = {bid.label: bid.bidder for bid in self.ranking.bids.values()}
        return [
            (self.ranking.titles[c.criterion], names[c.bid], c, " and ".join(names[b] for b in c.first_after) or "nobody")
            for c in self.ranking.turning
        ]

    @property
    def price_against_quality(self) -> list[dict]:
        """Each bid's price beside the points it earned for everything but price."""
        found = []
        for row in self.rows:
            rest = [points for kind, points in row.result.by_kind.items() if kind != K.PRICE]
            found.append({"row": row, "price": row.bid.price, "quality": sum(rest, Fraction(0)) if rest else None})
        return sorted(found, key=lambda entry: (entry["price"] is None, entry["price"]))
