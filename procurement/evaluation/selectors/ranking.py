"""The closed evaluation with its rows beside its result: what result page, recommendation and summaries read."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid
from procurement.evaluation.models import EvaluationRecord, KeptResult, ModeratedScore
from procurement.panel.models import Evaluation
from procurement.scoring import (
    BidResult,
    Failure,
    OneMarkChange,
    Record,
    Result,
    compute,
    one_mark_changes,
    quality_percentage,
    read_record,
    scored,
)
from procurement.scoring.result import FAILED_GATEWAY
from procurement.tendering.calculations import tree
from procurement.tendering.models import Lot, Tender
from procurement.tendering.selectors import weights
from procurement.tendering.selectors.published import PublishedQuestion, published_questions
from socialvalue.common.templatetags.formats import plain_money, plain_number


@dataclass
class Ranking:
    """Of one lot. ``bids`` by the record's id; ``moderated`` by (bid, criterion) ids; ``nodes`` the tree, parents first."""

    tender: Tender
    lot: Lot
    frozen: EvaluationRecord
    record: Record
    computed: Result
    # What would turn it
    turning: list[OneMarkChange]
    bids: dict[str, Bid]
    nodes: list[tree.Node]
    moderated: dict[tuple[int, int], ModeratedScore] = field(default_factory=dict)
    # Working of marks by proxy values from the frozen record: bid label → criterion key → plain data
    workings: dict[str, dict[str, dict]] = field(default_factory=dict)

    @cached_property
    def titles(self) -> dict[str, str]:
        return {node.criterion.key: node.criterion.title for node in self.nodes}

    @cached_property
    def questions(self) -> list[PublishedQuestion]:
        """What was asked, in the order of the tree."""
        return published_questions(self.tender, weights(self.tender, self.lot))

    @property
    def ranked(self) -> int:
        """How many bids have a rank."""
        return sum(one.rank is not None for one in self.computed.bids)

    @cached_property
    def first(self) -> list[Bid]:
        """The most advantageous tender; several where they tie, none where every bid is out."""
        return [self.bids[one.id] for one in self.computed.bids if one.rank == 1]

    def result(self, bid: Bid) -> BidResult:
        return self.computed.bid(bid.label)

    def failure_words(self, result: BidResult, failure: Failure) -> str:
        """One sentence for one thing that put a bid out."""
        bid = next(b for b in self.record.bids if b.id == result.id)
        gateway = self.record.gateway
        if gateway and gateway.maximum_price is not None and failure.name == "maximum_price":
            return f"Its price is above the highest price of {plain_money(_decimal(gateway.maximum_price))}."
        if gateway and failure.status == FAILED_GATEWAY:
            reached = plain_number(quality_percentage(self.record, bid))
            needed = plain_number(gateway.minimum_quality)
            return f"It reached {reached} % of the points for quality; at least {needed} % were needed."
        title = self.titles.get(failure.name, failure.name)
        if failure.status == "failed_pass_fail":
            return f"It did not pass “{title}”."
        minimum = next(c.minimum for c in self.record.leaves(*tree.SCORED) if c.id == failure.name)
        return f"It scored {plain_number(bid.scores[failure.name])} for “{title}”; at least {plain_number(minimum)} was needed."


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _scored(frozen: EvaluationRecord, record: Record) -> tuple[Result, list[OneMarkChange]]:
    """As it was kept beside the record; computed where nothing is kept of just this one, as of evaluations closed long ago."""
    found = KeptResult.objects.filter(record=frozen, sha256=frozen.sha256).first()
    return scored(found.content) if found else (compute(record), one_mark_changes(record))


def ranking_of(evaluation: Evaluation, lot: Lot | None = None) -> Ranking:
    """Of a lot of a closed evaluation: what was computed from the frozen record, never from today's rows.

    ``lot`` is left out where the tender is not divided.
    """
    tender = evaluation.tender
    frozen = evaluation.records.select_related("lot").get(**({"lot": lot} if lot else {}))
    record = read_record(frozen.content)
    computed, turning = _scored(frozen, record)
    opened = Bid.objects.filter(tender=tender, status=BidStatus.OPENED).select_related("supplier")
    criteria = frozen.lot.criteria.select_related("question").order_by("order", "id")
    moderated = ModeratedScore.objects.filter(criterion__lot=frozen.lot)
    return Ranking(
        tender=tender,
        lot=frozen.lot,
        frozen=frozen,
        record=record,
        computed=computed,
        turning=turning,
        bids={bid.label: bid for bid in opened},
        nodes=list(tree.walk(tree.build(criteria))),
        moderated={(m.bid_id, m.criterion_id): m for m in moderated},
        workings={bid["id"]: bid["proxy_working"] for bid in frozen.content["bids"] if "proxy_working" in bid},
    )
