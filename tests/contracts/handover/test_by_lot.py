"""The award of a lot becomes a contract of that lot: its name, where it is delivered, and what was asked and offered in it."""

import pytest

from contracts.handover.selectors.proposals import proposals
from contracts.handover.services import make_contract
from contracts.register.models import Contract
from procurement.award import services
from procurement.award.models import Award
from procurement.commissioning.models import Requirement
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.places.models import District
from tests.builders import award as awards
from tests.builders import lots, people

pytestmark = pytest.mark.django_db


def told(found, lot, bid) -> Award:
    award = services.recommend(found.scene.reload(), by=found.scene.lead, bid=bid, reason=awards.REASON, lot=lot)
    services.decide(award, by=people.person(found.scene.council, Role.LEAD_DIRECTOR), comment=awards.DECIDED)
    return awards.tell(Award.objects.get(pk=award.pk))


@pytest.fixture
def found():
    found = lots.closed()
    better, cheaper = found.scene.bids
    found.awards = told(found, found.west, better), told(found, found.east, cheaper)
    return found


def make(found, award) -> Contract:
    manager = people.person(found.scene.council, Role.CONTRACT_MANAGER)
    director = people.person(found.scene.council, Role.LEAD_DIRECTOR)
    with awards.standstill_over(found.awards[1]):
        return make_contract(award, by=manager, manager=manager, lead_director=director)


def test_each_lot_s_contract_says_which_lot(found):
    tender = found.scene.tender
    west, east = (make(found, award) for award in found.awards)
    assert [one.title for one in (west, east)] == [f"{tender.title}: West", f"{tender.title}: East"]
    assert [one.description for one in (west, east)] == [tender.description, "Breaks east of the river."]
    assert [[str(s) for s in one.suppliers.all()] for one in (west, east)] == [[str(a.bid.supplier)] for a in found.awards]
    assert [one.award for one in (west, east)] == list(found.awards)
    assert Tender.objects.get(pk=tender.pk).status == "contracted"


def test_the_tender_waits_for_the_last_contract(found):
    make(found, found.awards[0])
    assert Tender.objects.get(pk=found.scene.tender.pk).status == "decided"


def test_the_law_goes_by_the_value_of_the_lot(found):
    east = make(found, found.awards[1])
    assert east.value_with_vat == max(found.east.value, found.awards[1].bid.price) == 300_000


@pytest.mark.parametrize(("length", "title"), [(194, "T" * 194 + ": East"), (195, "East")])
def test_where_there_is_no_room_for_both_titles_the_lot_s_stands(found, length, title):
    Tender.objects.filter(pk=found.scene.tender.pk).update(title="T" * length)
    assert make(found, Award.objects.get(pk=found.awards[1].pk)).title == title


def test_only_what_was_asked_and_offered_in_the_lot_is_pulled(found):
    """East asked for no requirement and for no commitments, so nothing of West’s comes along."""
    west, east = (proposals(award) for award in found.awards)
    assert [one.required for one in west] == [True, False]
    assert east == []


def test_what_is_not_scored_goes_into_every_lot_s_contract(found):
    commission = found.scene.tender.commission
    Requirement.objects.create(
        commission=commission, sought=commission.sought_outcomes.first(), code="R2", use="unscored", per="quarter", unit="%",
        wording="Suppliers are paid within 30 days.", measure_text="Invoices paid in time", evidence="Ledger", target=95,
    )  # fmt: skip
    found_in = [[one.details.wording for one in proposals(award)] for award in found.awards]
    assert found_in[1] == ["Suppliers are paid within 30 days."]
    assert "Suppliers are paid within 30 days." in found_in[0]


def test_districts_are_the_lot_s_or_else_the_commission_s(found):
    one, other = (District.objects.create(gss_code=f"X0000000{n}", name=f"Vale {n}", county="Nowhere") for n in (1, 2))
    found.scene.tender.commission.districts.set([one, other])
    found.east.districts.set([other])
    west, east = (make(found, award) for award in found.awards)
    assert set(west.districts.all()) == {one, other}
    assert set(east.districts.all()) == {other}
