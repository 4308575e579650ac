"""Bids for tests, brought to their state by the real services."""

from contextlib import suppress
from decimal import Decimal

from procurement.bidding import selectors, services
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.models import Bid, Submission
from procurement.tendering.calculations.deadlines import opens_at
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import people
from tests.fixtures.remembered import remembered

COMMITMENT = {
    "outcome_text": "Young people who left care start a trade",
    "measure_id": None,
    "measure_text": "Apprenticeships kept for six months",
    "unit": "apprenticeships",
    "quantity": "3",
    "per": "year",
    "place": "Thanet",
    "evidence": "Payroll records, checked by the college",
    "involvement": "A panel of care leavers chose it from three ideas",
}
ANSWER = "We will work with people who care for others."


def commitment(**changes) -> dict:
    return {**COMMITMENT, **changes}


@remembered
def bidder(name: str | None = None):
    """Somebody who bids for a supplier of their own."""
    return people.person(people.supplier(name), Role.SUPPLIER)


@remembered
def filled_bid(
    tender: Tender, user, *, supplier=None, text: str = ANSWER, price: str = "100000", commitments=None, passed=True
) -> Bid:
    """A complete draft of ``user``'s supplier, not sent."""
    bid = services.start_bid(tender, by=user, supplier=supplier or user.supplier)
    for question in selectors.questions(tender):
        asked = selectors.asked(question)
        bid = services.save_answer(bid, by=user, question=question, text=text, passed=passed if asked.pass_fail else None)
        if asked.asks_commitments:
            offered = [commitment()] if commitments is None else commitments
            bid = services.save_commitments(bid, by=user, question=question, commitments=offered)
    return services.save_price(bid, by=user, price=Decimal(price), note="All costs included")


@remembered
def submitted_bid(tender: Tender, supplier_user, **options) -> Bid:
    """A bid that was sent now; ``clock.now()`` must lie before the deadline. Options as in ``filled_bid``."""
    bid = filled_bid(tender, supplier_user, **options)
    services.submit(bid, by=supplier_user)
    return Bid.objects.get(pk=bid.pk)


@remembered
def openers(tender: Tender):
    """Two people who may open the tender's bids."""
    council = tender.commission.council
    return people.person(council, Role.PROCUREMENT_OFFICER), people.person(council, Role.EVALUATION_LEAD)


def opening_time(tender: Tender):
    """The clock stands at the first moment at which the tender's bids can be opened."""
    return clock.at(opens_at(tender))


@remembered
def open_bids(tender: Tender, *, first=None, second=None) -> Tender:
    """Open the bids as soon as they can be; the clock goes back afterwards."""
    one, two = (first, second) if first and second else openers(tender)
    with opening_time(tender):
        services.complete_opening(services.begin_opening(tender, by=one), by=two)
    return Tender.objects.get(pk=tender.pk)


def damage(bid: Bid) -> Bid:
    """Its draft as it would be after a fault of the disk."""
    Bid.objects.filter(pk=bid.pk).update(sealed_draft=b"\x00damaged")
    return Bid.objects.get(pk=bid.pk)


def fail_to_open(tender: Tender, first=None, second=None) -> None:
    """What was sent was damaged where it is kept, and two people have tried to open it."""
    Submission.objects.filter(bid__tender=tender).update(sealed=b"damaged")
    one, two = (first, second) if first and second else openers(tender)
    with suppress(SealBroken):
        services.complete_opening(services.begin_opening(tender, by=one), by=two)


@remembered
def opened_tender(bids: int = 2, *, prices=None, tender: Tender | None = None, **options) -> Tender:
    """A tender with so many opened bids; prices in order of submission. ``options`` as in ``published_tender``."""
    from tests.builders.tendering import published_tender

    tender = tender or published_tender(**options)
    prices = prices or [str(100000 + 10000 * n) for n in range(bids)]
    for number in range(bids):
        submitted_bid(tender, bidder(), price=prices[number], text=f"{ANSWER} Our way is number {number + 1}.")
    return open_bids(tender)
