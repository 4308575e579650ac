"""What each bidder is told: the assessment summary of regulation 31, as plain data from the frozen record and its reasons.

Numbers are decimal texts of at most six places, as in the evaluation record; questions are in the words bidders read. The
winner's price is not in it: the regulation asks for scores and explanations.
"""

from fractions import Fraction

from django.conf import settings
from django.urls import reverse

from procurement.bidding.models import Bid
from procurement.evaluation.selectors.ranking import Ranking
from procurement.scoring import BidResult, decimal_text
from procurement.scoring.record import given
from procurement.tendering.calculations.tree import Node
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.models import Criterion
from socialvalue.common.counting import listed
from socialvalue.common.templatetags.formats import plain_number

FORMAT = "assessment-summary/2"


def content_for(ranking: Ranking, bid: Bid, winner: Bid, *, reason: str, standstill: dict) -> dict:
    """The summary for ``bid``; ``winner`` is the most advantageous tender. ``standstill``: plain data shown as dates."""
    own, best = ranking.result(bid), ranking.result(winner)
    tender = ranking.tender
    data = {
        "format": FORMAT,
        "tender": {"reference": tender.reference, "title": tender.title, "council": tender.council.name},
        # Where the criteria stand in full, as regulation 31 asks where they are not repeated
        "criteria_in_full": f"{settings.SITE_URL}{reverse('opportunity', args=[tender.reference])}",
        "successful": bid.pk == winner.pk,
        "scale": {
            "maximum": str(tender.scale_maximum),
            "levels": [{"score": s.score, "label": s.label, "wording": s.wording} for s in tender.scale.all()],
        },
        "questions": [asked.as_data() for asked in ranking.questions],
        "bids_assessed": len(ranking.bids),
        "supplier": _supplier(bid),
        "own": _assessment(ranking, bid, own, worked_out=True) | {"price": str(bid.price) if bid.price is not None else None},
        "standstill": standstill,
        "reason": reason if bid.pk == winner.pk else "",
    }
    if bid.pk != winner.pk:
        data["winner"] = _assessment(ranking, winner, best) | {"supplier": _supplier(winner)}
        data["why_not"] = why_not(ranking, own, best, chosen_because=reason)
    return data


def _supplier(bid: Bid) -> dict:
    body = bid.supplier
    return {"name": bid.bidder, "address": body.address, "email": body.email, "identifier": bid.supplier_number}


def _assessment(ranking: Ranking, bid: Bid, result: BidResult, *, worked_out: bool = False) -> dict:
    """``worked_out``: with the working of marks by proxy values, which tells every commitment and so goes to its bidder alone."""
    workings = ranking.workings.get(bid.label, {}) if worked_out else {}
    lines = {line.criterion: line for line in result.lines}
    rows = []
    for node in ranking.nodes:
        criterion, found = node.criterion, lines.get(node.criterion.key)
        row = {
            "key": criterion.key,
            "title": criterion.title,
            "kind": criterion.get_kind_display(),
            "group": criterion.kind == K.GROUP,
            "within": list(node.within),
            "depth": len(node.within),
            "available": None if node.points is None else decimal_text(node.points),
            "points": None,
            "score": None,
            "explanation": "",
        }
        if criterion.kind == K.GROUP:
            below = [lines[n.criterion.key].points for n in leaves_of(node) if n.criterion.key in lines]
            row["points"] = decimal_text(sum(below, Fraction(0))) if below else None
        elif criterion.kind == K.PRICE:
            row["explanation"] = _price_words(criterion, found is not None)
            row["points"] = None if found is None else decimal_text(found.points)
        else:
            moderated = ranking.moderated.get((bid.pk, criterion.pk))
            if moderated is not None:
                row["explanation"] = moderated.reason
                row["passed"] = moderated.passed
                row["score"] = None if moderated.value is None else decimal_text(Fraction(moderated.value))
            row["points"] = None if found is None else decimal_text(found.points)
            if criterion.key in workings:
                row["working"] = workings[criterion.key]
        rows.append(row)
    return {
        "rank": result.rank,
        "total": None if result.total is None else decimal_text(result.total),
        "criteria": rows,
        "out": [ranking.failure_words(result, failure) for failure in result.failures],
    }


def leaves_of(node: Node) -> list[Node]:
    """The criteria without children at or below ``node``."""
    return [leaf for child in node.children for leaf in leaves_of(child)] if node.children else [node]


def _price_words(criterion: Criterion, compared: bool) -> str:
    if not compared:
        return "The price was not compared, because the tender was not among those that could be awarded the contract."
    return f"Computed from the prices: {criterion.get_formula_display().lower()}."


def why_not(ranking: Ranking, own: BidResult, best: BidResult, *, chosen_because: str) -> str:
    """In sentences, why the contract was not awarded to this tender. ``chosen_because``: the award's reason, for a tie.

    Raises Incomplete for a result with neither failures nor a rank.
    """
    if own.failures:
        reasons = " ".join(ranking.failure_words(own, failure) for failure in own.failures)
        return f"The tender could not be awarded the contract. {reasons}"
    total, rank = given(own.total, f"the total of {own.id}"), given(own.rank, f"the rank of {own.id}")
    best_total = given(best.total, f"the total of {best.id}")
    gap = best_total - total
    if not gap:
        return (
            f"Both tenders have {plain_number(total)} points of 100. The council chose between them for this reason: "
            f"{chosen_because}"
        )
    sentences = [
        f"The tender ranked {ordinal(rank)} of {ranking.ranked} with {plain_number(total)} points of 100. "
        f"The most advantageous tender has {plain_number(best_total)}, {plain_number(gap)} more."
    ]
    mine = {line.criterion: line.points for line in own.lines}
    differences = [(line.points - mine.get(line.criterion, Fraction(0)), ranking.titles[line.criterion]) for line in best.lines]
    ahead = sorted([d for d in differences if d[0] > 0], reverse=True)
    behind = sorted([(-size, title) for size, title in differences if size < 0], reverse=True)
    if ahead:
        sentences.append(f"It earned more for {_listed(ahead)}.")
    if behind:
        sentences.append(f"This tender earned more for {_listed(behind)}.")
    return " ".join(sentences)


def _listed(parts: list[tuple[Fraction, str]]) -> str:
    return listed(f"{title} ({plain_number(size)} points)" for size, title in parts)


def ordinal(number: int) -> str:
    """1 → 1st."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
