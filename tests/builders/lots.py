"""A divided tender for tests: its second lot is put beside the first once all is scored, since nothing divides a tender yet.

West is the ordinary tender of the builders. East is decided by price alone, with one pass or fail question that both bids pass.
"""

from dataclasses import dataclass
from decimal import Decimal

from procurement.evaluation import services
from procurement.evaluation.models import ModeratedScore
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import PriceFormula
from procurement.tendering.models import Criterion, Lot, Question
from tests.builders import evaluation as scenes

INSURED = "The declaration says so."


@dataclass
class Divided:
    scene: scenes.Scene
    west: Lot
    east: Lot

    @property
    def by_price(self) -> list:
        """The opened bids, the cheapest first."""
        return sorted(self.scene.bids, key=lambda bid: bid.price)


def moderated(**options) -> Divided:
    """Two bids, everything agreed in both lots; bid A is better in West and dearer, so that bid B is first in East."""
    scene = scenes.moderating(bids=2, **options)
    scenes.moderate_all(scene, {"q1": [5, 2], "q2": [5, 2], "q3": [5, 2], "q4": [5, 2]})
    tender = scene.tender
    Lot.objects.filter(tender=tender).update(title="West", value=tender.value - 300_000)
    east = Lot.objects.create(
        tender=tender, number=2, title="East", value=Decimal(300_000), description="Breaks east of the river."
    )
    Criterion.objects.create(
        tender=tender,
        lot=east,
        kind=K.PRICE,
        key="price2",
        title="Price in East",
        weight=100,
        formula=PriceFormula.LOWEST_OVER_BID,
    )
    insured = Criterion.objects.create(tender=tender, lot=east, kind=K.PASS_FAIL, key="pass1", title="Insured", order=1)
    Question.objects.create(criterion=insured, wording="Will you be insured by the first day?")
    for bid, price in zip(scene.bids, ("110000", "100000"), strict=True):
        bid.price = Decimal(price)
        bid.save(update_fields=["price"])
        ModeratedScore.objects.create(bid=bid, criterion=insured, passed=True, reason=INSURED, by=scene.lead)
    scene.reload()
    return Divided(scene, tender.lots.get(number=1), east)


def closed(**options) -> Divided:
    found = moderated(**options)
    services.close(found.scene.evaluation, by=found.scene.lead)
    found.scene.reload()
    return found
