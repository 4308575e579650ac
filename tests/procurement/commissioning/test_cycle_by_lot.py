"""Of several lots the bar says what is next of the one that is least far."""

import pytest

from procurement.award import services
from procurement.award.models import Award
from procurement.commissioning.selectors.progress import progress_of
from socialvalue.accounts.enums import Role
from tests.builders import award as awards
from tests.builders import lots, people

pytestmark = pytest.mark.django_db


def recommended(found, lot, bid) -> Award:
    return services.recommend(found.scene.reload(), by=found.scene.lead, bid=bid, reason=awards.REASON, lot=lot)


def decided(award: Award) -> Award:
    return services.decide(award, by=people.person(award.tender.council, Role.LEAD_DIRECTOR), comment=awards.DECIDED)


def test_the_lot_that_is_least_far_says_what_is_next():
    found = lots.closed()
    tender, (better, cheaper) = found.scene.tender, found.scene.bids

    def says():
        one = progress_of(tender.commission, tender.pk)
        return one.facts.award, one.award

    assert says() == ("", None)
    west = decided(recommended(found, found.west, better))
    assert says() == ("", None)
    east = recommended(found, found.east, cheaper)
    assert says() == ("proposed", east.pk)
    services.return_award(east, by=people.person(found.scene.council, Role.LEAD_DIRECTOR), comment="Say which answers made it.")
    assert says() == ("returned", east.pk)
    east = decided(recommended(found, found.east, cheaper))
    assert says() == ("decided", west.pk)
    awards.tell(west)
    assert says() == ("decided", east.pk)
    awards.tell(east)
    assert says() == ("notified", west.pk)


def test_the_commission_goes_by_the_same_lot():
    found = lots.closed()
    body = found.scene.tender.commission
    recommended(found, found.west, found.scene.bids[0])
    body.stage = "do"
    one = progress_of(body)
    assert (one.tender, one.facts.tender, one.facts.award) == (found.scene.tender.reference, "evaluated", "")
