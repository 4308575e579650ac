"""A mini-competition: who is invited, what is drafted, and how its contract becomes a call-off when it is made."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.call_offs import services
from contracts.call_offs.models import CallOff, MiniCompetition
from contracts.call_offs.selectors import use_of
from contracts.handover.services import make_contract
from contracts.register.models import Contract
from procurement.award.models import Award
from procurement.commissioning.models import Commission
from procurement.tendering import services as tendering
from procurement.tendering.models import Tender
from procurement.tendering.selectors import minimum_days, problems_before_publishing
from socialvalue.accounts.enums import Role
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import award as awards
from tests.builders import bidding, evaluation, people
from tests.builders import tendering as tenders

from .steps import NOW, TODAY, agreed, called_off, competing, join, published, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def scene():
    return agreed()


def invited(tender: Tender) -> list[str]:
    return [one.name_then for one in tender.invitations.all()]


def test_the_suppliers_of_the_lot_are_invited_and_the_tender_says_why(scene):
    tender = competing(scene).tender
    assert (tender.by_invitation, invited(tender)) == (True, ["Weald Windows"])
    assert tender.invited_because == (
        "This is a mini-competition among the suppliers on lot 2 (Windows) of the framework agreement Repairs of schools "
        f"({scene.agreement.reference})."
    )
    assert timeline(scene.agreement).first().sentence == (
        f"started the mini-competition {tender.reference} under {scene.agreement.reference}"
    )
    # Nobody hears of a draft
    assert not Message.objects.filter(recipient=scene.glazing, subject__startswith="You are invited").exists()


def test_a_new_commission_stands_in_no_public_plan(scene):
    made = services.start_competition(scene.windows, wanted(), by=scene.commissioner, pattern="none")
    commission = made.tender.commission
    assert (commission.in_forward_plan, commission.lead, commission.directorate) == (
        False, scene.commissioner, scene.agreement.directorate,
    )  # fmt: skip
    assert (commission.estimated_value, commission.term_months) == (120_000, 12)


def test_it_starts_from_an_earlier_one_with_its_criteria(scene):
    first = competing(scene)
    tenders.with_criteria(first.tender)
    second = competing(scene, commission=first.tender.commission, source=Tender.objects.get(pk=first.tender.pk))
    assert second.tender.copied_from == first.tender
    assert {one.key for one in second.tender.criteria.all()} == {one.key for one in first.tender.criteria.all()}
    assert invited(second.tender) == ["Weald Windows"]


def test_a_copy_of_its_tender_outside_the_agreement_is_an_ordinary_tender(scene):
    tender = competing(scene).tender
    copy = tendering.copy_tender(
        tender, tender.commission, by=scene.commissioner, title="Another", value=Decimal(1),
        contract_starts_on=date(2027, 1, 1), contract_ends_on=date(2028, 1, 1),
    )  # fmt: skip
    assert (copy.by_invitation, invited(copy)) == (False, [])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contract_ends_on": date(2026, 7, 1)}, "The contract must end after it starts"),
        ({"contract_starts_on": TODAY - timedelta(days=1)}, "Enter a day after today, 2 March 2026"),
        # £1,000,000 without VAT, at the standard rate
        ({"value": Decimal("1200000.01")}, "£1,000,000 of the ceiling of the framework agreement is left, without VAT"),
    ],
)
def test_what_is_asked_for_has_to_fit(scene, changes, words):
    with pytest.raises(Refused, match=words):
        services.start_competition(scene.windows, wanted(**changes), by=scene.commissioner)
    assert not Commission.objects.exists()


def test_the_whole_ceiling_with_vat_fits(scene):
    made = services.start_competition(scene.windows, wanted(value=Decimal(1_200_000)), by=scene.commissioner, pattern="none")
    assert made.tender.value == 1_200_000


def test_nobody_on_the_lot_and_a_commission_of_another_council_are_refused(scene):
    alone = agreed(suppliers=False)
    with pytest.raises(Refused, match="Nobody is on lot 2 today: add its suppliers first"):
        competing(alone)
    strange = tenders.commission()
    with pytest.raises(Refused, match="Choose a commission of the agreement’s council"):
        competing(scene, commission=strange)


def test_who_joins_or_leaves_before_it_is_published_is_invited_or_not(scene):
    tender = competing(scene).tender
    version = Tender.objects.get(pk=tender.pk).version
    third = people.supplier("Third Glass", fictional=False)
    row = join(scene, scene.windows, third)
    assert invited(tender) == ["Third Glass", "Weald Windows"]
    # Whoever checks the tender is asked to read it again
    assert Tender.objects.get(pk=tender.pk).version == version + 1
    with clock.at(NOW + timedelta(days=1)):
        yesterday = {"left_on": TODAY, "reason": "It was added by mistake here.", "expected_version": 1}
        services.leave_lot(row, by=scene.manager, **yesterday)
        assert invited(tender) == ["Weald Windows"]


def test_once_published_the_list_stays_and_those_on_it_are_told(scene):
    tender = published(competing(scene))
    told = Message.objects.get(recipient=scene.glazing, subject="You are invited to bid: Windows of three schools")
    assert "Only those invited can read this tender" in told.body
    assert not Message.objects.filter(recipient=scene.roofing, subject__startswith="You are invited").exists()
    join(scene, scene.windows, people.supplier("Third Glass"))
    assert invited(tender) == ["Weald Windows"]
    with pytest.raises(WrongState, match="This tender was published: who was invited stays as it is"):
        tendering.invite(tender, [scene.roofer], by=scene.commissioner, because="Because it is so.")


def test_a_tender_to_which_nobody_is_invited_is_not_published(scene):
    tender = competing(scene).tender
    assert "Nobody is invited to bid" not in " ".join(one.text for one in problems_before_publishing(tender))
    tendering.invite(tender, [], by=scene.commissioner, because="Nobody is left on it.")
    fresh = Tender.objects.get(pk=tender.pk)
    assert "Nobody is invited to bid" in " ".join(one.text for one in problems_before_publishing(fresh))
    with pytest.raises(Refused, match="Say why only some suppliers may bid"):
        tendering.invite(tender, [scene.roofer], by=scene.commissioner, because=" ")


def test_the_law_s_periods_for_open_procurements_do_not_hold_for_it(scene):
    ordinary = tenders.draft(tenders.commission(council=scene.council, light_touch=False, estimated_value=Decimal(6_000_000)))
    assert minimum_days(ordinary) == 25
    ordinary.by_invitation = True
    assert minimum_days(ordinary) is None


@pytest.fixture
def awarded(scene):
    """The award of a mini-competition on lot 2, its bidders told: (scene, competition, award)."""
    competition = competing(scene)
    other = people.supplier("Third Glass", fictional=False)
    join(scene, scene.windows, other)
    with clock.at(NOW - timedelta(days=0)):
        tender = published(competition)
    for user, price in ((scene.glazing, "90000"), (people.person(other, Role.SUPPLIER), "95000")):
        bidding.submitted_bid(tender, user, price=price)
    with bidding.opening_time(tender):
        tendering.close_due(clock.now())
        tender = bidding.open_bids(Tender.objects.get(pk=tender.pk))
        told = awards.told(evaluation.closed(tender=tender, panellists=1))
    return scene, competition, Award.objects.get(pk=told.pk)


def made(scene, award) -> Contract:
    with awards.standstill_over(award):
        return make_contract(award, by=scene.manager, manager=scene.manager, lead_director=scene.director)


def test_its_contract_is_a_call_off_by_itself(awarded):
    scene, competition, award = awarded
    # s.51: no standstill by law before a contract in accordance with a framework; the council keeps the days as its policy
    assert award.standstill_mandatory is False
    contract = made(scene, award)
    found = CallOff.objects.get()
    assert (found.contract, found.lot, found.how, found.competition) == (contract, scene.windows, "competition", competition)
    assert (found.ground, found.terms, found.reason) == ("", "", "")
    assert contract.route == "framework"
    assert use_of(scene.agreement).called == contract.total_value == award.bid.price
    sentence = timeline(scene.agreement).first().sentence
    assert sentence.endswith(f"under {scene.agreement.reference}, lot 2, by a mini-competition")


def test_the_contract_is_not_made_beyond_the_ceiling(awarded):
    scene, _, award = awarded
    called_off(scene, 950_000, lot=scene.windows, supplier=scene.glazier)
    with pytest.raises(Refused, match="£50,000 of the ceiling of the framework agreement is left"):
        made(scene, award)
    assert not Contract.objects.filter(award=award).exists()
    assert Award.objects.get(pk=award.pk).status == "notified"


def test_the_contract_is_not_made_with_who_has_left_the_lot_since(awarded):
    scene, _, award = awarded
    row = scene.windows.suppliers.get(supplier=award.bid.supplier)
    services.leave_lot(row, by=scene.manager, left_on=TODAY, reason="It gave up glazing.", expected_version=1)
    with pytest.raises(Refused, match=f"{award.bid.supplier} is not on lot 2 on"):
        made(scene, award)


def test_the_contract_of_an_ordinary_tender_is_no_call_off():
    award = awards.told(panellists=1)
    council = award.tender.council
    manager, director = people.person(council, Role.CONTRACT_MANAGER), people.person(council, Role.LEAD_DIRECTOR)
    with awards.standstill_over(award):
        contract = make_contract(award, by=manager, manager=manager, lead_director=director)
        assert services.call_off_from_award(contract, by=manager) is None
    assert contract.route == "tender"
    assert not MiniCompetition.objects.exists()
