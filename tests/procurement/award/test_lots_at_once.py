"""Two lots decided, or two contracts made, in the same moment: whoever comes second sees the first, and the tender moves on."""

from datetime import datetime, time

import pytest

from procurement.award import services
from procurement.award.models import Award
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import award as awards
from tests.builders import lots, people
from tests.contracts.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def found():
    return lots.closed()


def recommended(found) -> list[Award]:
    pairs = zip((found.west, found.east), found.scene.bids, strict=True)
    lead, evaluation = found.scene.lead, found.scene.reload()
    return [services.recommend(evaluation, by=lead, bid=bid, reason=awards.REASON, lot=lot) for lot, bid in pairs]


def as_asked(award: Award) -> Award:
    """As a request of its own reads it."""
    return Award.objects.select_related("tender__commission__council", "tender__evaluation", "lot", "bid").get(pk=award.pk)


def status_of(found) -> str:
    return Tender.objects.get(pk=found.scene.tender.pk).status


def test_two_lots_are_decided_at_once(found):
    acts = []
    for award in recommended(found):
        mine, director = as_asked(award), people.person(found.scene.council, Role.LEAD_DIRECTOR)
        acts.append(lambda mine=mine, by=director: services.decide(mine, by=by, comment=awards.DECIDED))
    assert at_once(clock.now(), *acts) == ["", ""]
    assert status_of(found) == "decided"


def test_two_contracts_are_made_at_once(found):
    told = []
    for award in recommended(found):
        director = people.person(found.scene.council, Role.LEAD_DIRECTOR)
        told.append(awards.tell(services.decide(award, by=director, comment=awards.DECIDED)))
    acts = []
    for award in told:
        mine, manager = as_asked(award), people.person(found.scene.council, Role.CONTRACT_MANAGER)
        acts.append(lambda mine=mine, by=manager: services.mark_contracted(mine, by=by))
    morning = datetime.combine(told[1].may_sign_from, time(9), tzinfo=clock.LONDON)
    assert at_once(morning, *acts) == ["", ""]
    assert status_of(found) == "contracted"
