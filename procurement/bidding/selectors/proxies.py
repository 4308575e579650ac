"""What a bid's commitments would earn in a question marked by proxy values: the bidder's own look ahead."""

from dataclasses import dataclass

from procurement.bidding.calculations import completeness
from procurement.commissioning.enums import Period
from procurement.scoring.proxy_marks import Line, Offer, Working
from procurement.tendering.models import PinnedProxy, ProxyMarking
from procurement.tendering.selectors.proxy_marking import working_for


@dataclass(frozen=True)
class Ahead:
    """The working of a draft, beside the summaries of its commitments in their order."""

    marking: ProxyMarking
    working: Working
    rows: list[tuple[dict, Line]]


def ahead(bid, question, cards: list[dict]) -> Ahead | None:
    """``cards``: as in ``presenting.commitment_cards``. None where people judge the answer."""
    marking = getattr(question, "proxy_marking", None)
    if marking is None:
        return None
    working = working_for(bid.tender, marking, [offer_of(card["number"], card) for card in cards])
    return Ahead(marking, working, list(zip(cards, working.lines, strict=True)))


def offer_of(key, one: dict) -> Offer:
    """A commitment of the bid's document, which may lack its number or its period."""
    quantity = completeness.amount(one["quantity"]) if one["quantity"] else None
    if quantity is not None and quantity <= 0:
        quantity = None
    return Offer(key, one["measure_id"], quantity, one["per"] if one["per"] in Period.values else "")


def pinned_for(question) -> dict[int, PinnedProxy]:
    """The pinned values of a question by the id of their measure; empty where people judge the answer."""
    marking = getattr(question, "proxy_marking", None)
    return {} if marking is None else {proxy.measure_id: proxy for proxy in marking.proxies.all()}
