"""What a price formula does, tried on three invented bids before anything is published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.scoring import BadRecord, BidResult, compute, read_record
from procurement.tendering.calculations import tree
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Method
from procurement.tendering.models import Tender

# Label, price in pounds, one score for every question
Tried = tuple[str, Decimal, Decimal]


@dataclass(frozen=True)
class Line:
    """One invented bid: points of 100 for the price and for everything else; None when the bid would be out."""

    label: str
    price: Decimal
    score: Decimal
    price_points: Fraction | None
    other_points: Fraction | None
    total: Fraction | None
    rank: int | None


@dataclass(frozen=True)
class Simulation:
    lines: list[Line]
    warnings: list[str]


def simulate(tender: Tender, roots: list[tree.Node], bids: Iterable[Tried]) -> Simulation | None:
    """Points of the invented ``bids``.

    None while the criteria are not complete. Warns when one bid's leaving would turn the order of the others round:
    with a price formula that compares bids, what C offers can decide between A and B.
    """
    bids = list(bids)
    full = _results(tender, roots, bids)
    if full is None:
        return None
    lines = []
    for label, price, score in bids:
        result = full[label]
        points = result.by_kind.get(K.PRICE) if result.total is not None else None
        rest = None if result.total is None else result.total - (points or 0)
        lines.append(Line(label, price, score, points, rest, result.total, result.rank))
    return Simulation(lines, _reversals(tender, roots, bids, full))


def _reversals(tender: Tender, roots: list[tree.Node], bids: Sequence[Tried], full: dict[str, BidResult]) -> list[str]:
    found = []
    for leaving, *_ in bids:
        left = [bid for bid in bids if bid[0] != leaving]
        without = _results(tender, roots, left)
        if without is None or full[leaving].total is None:
            continue
        one, other = left[0][0], left[1][0]
        before, after = _ahead(full, one, other), _ahead(without, one, other)
        if before is not None and after is not None and before * after < 0:
            ahead, behind = (one, other) if after > 0 else (other, one)
            found.append(
                f"Without bid {leaving}, bid {ahead} would come before bid {behind}: "
                "with this formula one bid can change the order of two others."
            )
    return found


def _ahead(results: dict[str, BidResult], one: str, other: str) -> Fraction | None:
    """By how many points of 100 ``one`` leads; None where either is out."""
    own, theirs = results[one].total, results[other].total
    return None if own is None or theirs is None else own - theirs


def _results(tender: Tender, roots: list[tree.Node], bids: Iterable[Tried]) -> dict[str, BidResult] | None:
    record = {
        "format": "evaluation-record/1",
        "tender": {"reference": tender.reference},
        "method": tender.method,
        "scale": {"maximum": str(tender.scale_maximum)},
        "criteria": [root.as_record() for root in roots],
        "bids": [{"id": label, "price": str(price), "scores": _scores(roots, score)} for label, price, score in bids],
    }
    if tender.method == Method.GATEWAY:
        limits = {"minimum_quality": tender.minimum_quality, "maximum_price": tender.maximum_price}
        record["gateway"] = {name: str(value) for name, value in limits.items() if value is not None}
    try:
        return {result.id: result for result in compute(read_record(record)).bids}
    except BadRecord:
        return None


def _scores(roots: list[tree.Node], score: Decimal) -> dict:
    scores = {node.criterion.key: str(score) for node in tree.leaves(roots, *tree.SCORED)}
    return scores | {node.criterion.key: True for node in tree.leaves(roots, K.PASS_FAIL)}
