"""An evaluation to measure with: 30 bids, 40 questions, 6 evaluators, all scored as drafts, and one of the scores to save again.

One score is saved by the service; the others are its copies, with another bid, question and evaluator.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal as D
from itertools import cycle, product

from django.urls import reverse

from measurement.bench.rows import Crowd
from measurement.bench.tenders import Staff, complete_drafts, open_tender, questions_of, suppliers
from procurement.bidding import services as bidding
from procurement.bidding.models import Bid
from procurement.evaluation import services as evaluation
from procurement.evaluation.models import Score
from procurement.panel import services as panel
from procurement.panel.models import Panellist
from procurement.tendering.models import Criterion, Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock

TITLE = "An evaluation to measure with"
BIDS, QUESTIONS, EVALUATORS = 30, 40, 6
DAYS_OPEN, SCORED_IN = timedelta(days=40), timedelta(days=14)
REASON = "Everything is answered, with who does what by when and how it is checked."


@dataclass(frozen=True)
class Sheet:
    """The account whose sheet it is, and the address of the score that is saved again and again."""

    account: str
    path: str


def to_score(staff: Staff, crowd: Crowd, first: User, *, bids: int = BIDS, questions: int = QUESTIONS) -> Sheet:
    """The evaluation as it stands while its panel scores; the sheet is that of ``first``."""
    sent_by = clock.now() - timedelta(days=1)
    with clock.at(sent_by - DAYS_OPEN):
        tender = open_tender(staff, TITLE, questions=questions, deadline=sent_by)
    with clock.at(sent_by - timedelta(hours=1)):
        bidders = suppliers(crowd, "Bidder", bids)
        for bid, (_, user) in zip(complete_drafts(tender, bidders), bidders, strict=True):
            bidding.submit(bid, by=user)
    opening = bidding.begin_opening(Tender.objects.get(pk=tender.pk), by=staff.procurement)
    bidding.complete_opening(opening, by=staff.lead)
    tender = Tender.objects.get(pk=tender.pk)
    places = _panel(tender, staff, crowd, first)
    found, asked = list(Bid.objects.filter(tender=tender).order_by("label")), questions_of(tender)
    _score(places, found, asked)
    path = reverse("evaluation-score", args=[tender.reference, found[0].pk, asked[0].key])
    return Sheet(first.email.partition("@")[0], path)


def _panel(tender: Tender, staff: Staff, crowd: Crowd, first: User) -> list[Panellist]:
    """Six who score everything, with nothing to declare."""
    names = [f"Evaluator to measure with {number}" for number in range(2, EVALUATORS + 1)]
    users = [first, *crowd.people(names, [staff.council] * len(names), Role.EVALUATOR)]
    made = panel.set_up(tender, by=staff.lead, lead=staff.lead, score_by=clock.today() + SCORED_IN)
    asked = questions_of(tender)
    places = [evaluation.add_panellist(made, by=staff.lead, user=user, criteria=asked) for user in users]
    panel.declare_as_lead(made, by=staff.lead, has_interest=False)
    for place in places:
        panel.declare(place, by=place.user, has_interest=False)
    made.refresh_from_db()
    evaluation.start_scoring(made, by=staff.lead)
    return list(Panellist.objects.filter(pk__in=[place.pk for place in places]).order_by("pk"))


def _score(places: list[Panellist], bids: list[Bid], asked: list[Criterion]) -> None:
    one = evaluation.save_score(places[0], by=places[0].user, bid=bids[0], criterion=asked[0], value=D(4), reason=REASON)
    kept = {field.attname: getattr(one, field.attname) for field in Score._meta.concrete_fields if not field.primary_key}
    copies = [
        Score(**kept | {"panellist_id": place.pk, "bid_id": bid.pk, "criterion_id": question.pk, "saved_by_id": place.user_id})
        for place, bid, question in product(places, bids, asked)
    ]
    Score.objects.bulk_create(copies[1:], batch_size=1000)


def changes() -> Iterator[dict[str, str]]:
    """What is typed: another score each time, and the button that stays."""
    for number, level in enumerate(cycle("345")):
        yield {"level": level, "reason": f"{REASON} Read {number + 1} times.", "stay": "1"}
