"""Each lot is awarded for itself; the tender is decided, and its contract made, with the last of them."""

import pytest
from django.db import IntegrityError, transaction

from procurement.award import permissions, services
from procurement.award.models import AssessmentSummary, Award
from procurement.award.needs import needs
from procurement.award.selectors import all_lots_are, successful_answers
from procurement.bidding.models import Answer, OfferedCommitment
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from tests.builders import award as awards
from tests.builders import lots, people

pytestmark = pytest.mark.django_db
DIRECTOR, OFFICER = Role.LEAD_DIRECTOR, Role.PROCUREMENT_OFFICER


@pytest.fixture
def found():
    return lots.closed()


def recommend(found, lot, bid) -> Award:
    scene = found.scene
    return services.recommend(scene.reload(), by=scene.lead, bid=bid, reason=awards.REASON, lot=lot)


def decide(award: Award) -> Award:
    return services.decide(award, by=people.person(award.tender.council, DIRECTOR), comment=awards.DECIDED)


def both(found) -> tuple[Award, Award]:
    better, cheaper = found.scene.bids
    return recommend(found, found.west, better), recommend(found, found.east, cheaper)


def status_of(found) -> str:
    return Tender.objects.get(pk=found.scene.tender.pk).status


def test_each_lot_is_recommended_to_the_bid_that_is_first_in_it(found):
    better, cheaper = found.scene.bids
    west, east = both(found)
    assert [(one.lot, one.bid, one.tender) for one in (west, east)] == [
        (found.west, better, found.scene.tender),
        (found.east, cheaper, found.scene.tender),
    ]
    assert [str(one) for one in (west, east)] == ["Award of Lot 1: West", "Award of Lot 2: East"]


def test_first_in_one_lot_is_not_first_in_another(found):
    better, cheaper = found.scene.bids
    for lot, bid in ((found.west, cheaper), (found.east, better)):
        with pytest.raises(Refused, match="choose the bid that ranks first"):
            recommend(found, lot, bid)
    assert not Award.objects.exists()


def test_a_lot_is_recommended_once_and_leaves_the_other_open(found):
    better, cheaper = found.scene.bids
    recommend(found, found.west, better)
    with pytest.raises(WrongState, match="An award was recommended already"):
        recommend(found, found.west, better)
    assert not permissions.can_recommend(found.scene.lead, found.scene.reload(), found.west)
    assert permissions.can_recommend(found.scene.lead, found.scene.reload(), found.east)
    assert recommend(found, found.east, cheaper).lot == found.east


def test_the_database_holds_one_award_a_lot(found):
    west = recommend(found, found.west, found.scene.bids[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.create(lot=found.west, tender=west.tender, bid=west.bid, reason="Again", recommended_by=west.recommended_by)


def test_the_lead_is_reminded_once_until_every_lot_is_recommended(found):
    scene = found.scene
    line = f"Recommend the award of {scene.tender.title}"

    def lines():
        return [one.text for one in needs(people.fresh(scene.lead), clock.now())]

    assert lines() == [line]
    recommend(found, found.west, scene.bids[0])
    assert lines() == [line]
    recommend(found, found.east, scene.bids[1])
    assert lines() == []


def test_the_tender_is_decided_with_its_last_lot(found):
    west, east = both(found)
    decide(west)
    assert status_of(found) == "evaluated"
    decide(east)
    assert status_of(found) == "decided"


def test_a_lot_that_nobody_has_recommended_keeps_the_tender_open(found):
    decide(recommend(found, found.west, found.scene.bids[0]))
    assert status_of(found) == "evaluated"
    assert not all_lots_are(found.scene.tender, ("decided",))
    east = recommend(found, found.east, found.scene.bids[1])
    assert not all_lots_are(found.scene.tender, ("decided",))
    decide(east)
    assert all_lots_are(found.scene.tender, ("decided",))
    assert not all_lots_are(found.scene.tender, ("notified", "contracted"))


def test_a_lot_that_was_told_already_counts_as_decided(found):
    west, east = both(found)
    awards.tell(decide(west))
    assert status_of(found) == "evaluated"
    decide(Award.objects.get(pk=east.pk))
    assert status_of(found) == "decided"


def test_every_bidder_gets_a_summary_of_each_lot(found):
    better, cheaper = found.scene.bids
    for award in both(found):
        awards.tell(decide(award))
    rows = {(one.award.lot, one.bid): one.content for one in AssessmentSummary.objects.select_related("award__lot", "bid")}
    assert set(rows) == {(lot, bid) for lot in (found.west, found.east) for bid in (better, cheaper)}
    assert {key: content["successful"] for key, content in rows.items()} == {
        (found.west, better): True,
        (found.west, cheaper): False,
        (found.east, better): False,
        (found.east, cheaper): True,
    }
    assert [row["key"] for row in rows[found.east, better]["own"]["criteria"]] == ["price2", "pass1"]
    assert "price2" not in [row["key"] for row in rows[found.west, better]["own"]["criteria"]]
    assert [row["key"] for row in rows[found.east, better]["questions"]] == ["pass1"]
    one = AssessmentSummary.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentSummary.objects.create(award=one.award, bid=one.bid, content={}, sha256="0" * 64)


def test_each_lot_has_its_own_standstill(found):
    west, east = both(found)
    told = awards.tell(decide(west))
    decide(east)
    fresh = Award.objects.get(pk=east.pk)
    assert told.may_sign_from is not None
    assert (fresh.status, fresh.may_sign_from) == ("decided", None)


def test_the_tender_is_done_with_the_contract_of_its_last_lot(found):
    told = [awards.tell(decide(award)) for award in both(found)]
    manager = people.person(found.scene.council, Role.CONTRACT_MANAGER)
    with awards.standstill_over(told[1]):
        services.mark_contracted(told[0], by=manager)
        assert status_of(found) == "decided"
        services.mark_contracted(told[1], by=manager)
    assert status_of(found) == "contracted"
    assert {one.status for one in Award.objects.all()} == {"contracted"}


def answered(user) -> set[tuple[str, str]]:
    return set(successful_answers(people.fresh(user)).values_list("question__criterion__key", "bid__label"))


def test_a_bidder_s_answers_are_read_by_name_in_the_lot_it_was_awarded(found):
    """Each bid answered in both lots, and each was awarded one: of the other its answers stay under their letter."""
    better, cheaper = found.scene.bids
    insured = found.east.criteria.get(key="pass1").question
    Answer.objects.bulk_create(Answer(bid=bid, question=insured, passed=True) for bid in (better, cheaper))
    west, east = both(found)
    director = people.person(found.scene.council, DIRECTOR)
    assert answered(director) == set()
    awards.tell(decide(west))
    in_west = {(key, better.label) for key in ("q1", "q2", "q3", "q4")}
    assert answered(director) == in_west
    awards.tell(decide(Award.objects.get(pk=east.pk)))
    assert answered(director) == in_west | {("pass1", cheaper.label)}


def test_what_is_part_of_a_contract_is_what_was_answered_in_its_lot(found):
    """Whoever runs contracts reads no bid; once there are contracts, what was answered in the lots of each."""
    better, cheaper = found.scene.bids
    insured = found.east.criteria.get(key="pass1").question
    Answer.objects.bulk_create(Answer(bid=bid, question=insured, passed=True) for bid in (better, cheaper))
    told = [awards.tell(decide(award)) for award in both(found)]
    manager = people.person(found.scene.council, Role.CONTRACT_MANAGER)
    assert not Answer.objects.visible_to(manager).exists()
    with awards.standstill_over(told[1]):
        for award in told:
            services.mark_contracted(award, by=manager)
    read = Answer.objects.visible_to(people.fresh(manager)).values_list("question__criterion__key", "bid__label")
    assert set(read) == {(key, better.label) for key in ("q1", "q2", "q3", "q4")} | {("pass1", cheaper.label)}
    offered = OfferedCommitment.objects.visible_to(people.fresh(manager))
    assert {one.bid.label for one in offered} == {better.label}
