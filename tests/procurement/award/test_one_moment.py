"""A tender and its award say the same of the contract: bids ask the tender, because the award is above them."""

import pytest

from procurement.award import services
from procurement.award.enums import AwardStatus
from procurement.award.models import Award
from procurement.award.selectors import successful_answers
from procurement.bidding.models import Answer
from procurement.tendering import services as tendering
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from tests.builders import award as awards
from tests.builders import people

pytestmark = pytest.mark.django_db


def returned():
    award = awards.proposed()
    director = people.person(award.tender.council, Role.LEAD_DIRECTOR)
    return services.return_award(award, by=director, comment="The reason names no score, so nothing follows from it yet.")


def ended():
    award = awards.told()
    officer = people.person(award.tender.council, Role.PROCUREMENT_OFFICER)
    tendering.terminate(award.tender, by=officer, reason="The money for this service was taken away in the budget.")
    return award


def contracted():
    award = awards.told()
    with awards.standstill_over(award):
        return services.mark_contracted(award, by=people.person(award.tender.council, Role.CONTRACT_MANAGER))


# state: (the award, the tender, whether the commission's people read the winner's answers, whether bidders were told)
MOMENTS = {
    awards.proposed: (AwardStatus.PROPOSED, TenderStatus.EVALUATED, False, False),
    returned: (AwardStatus.RETURNED, TenderStatus.EVALUATED, False, False),
    awards.decided: (AwardStatus.DECIDED, TenderStatus.DECIDED, False, False),
    awards.told: (AwardStatus.NOTIFIED, TenderStatus.DECIDED, False, True),
    ended: (AwardStatus.NOTIFIED, TenderStatus.TERMINATED, False, True),
    contracted: (AwardStatus.CONTRACTED, TenderStatus.CONTRACTED, True, True),
}


@pytest.mark.parametrize("state", MOMENTS)
def test_the_contract_is_made_in_both_at_once(state):
    award = Award.objects.select_related("tender__commission").get(pk=state().pk)
    status, tender_status, in_contract, told = MOMENTS[state]
    assert (award.status, award.tender.status) == (status, tender_status)
    assert (award.status == AwardStatus.CONTRACTED) is (award.tender.status == TenderStatus.CONTRACTED)
    won = set(Answer.objects.filter(bid=award.bid))
    assert won
    commissioner = people.person(award.tender.council, Role.COMMISSIONER)
    assert set(Answer.objects.visible_to(commissioner)) == (won if in_contract else set())
    officer = people.person(award.tender.council, Role.PROCUREMENT_OFFICER)
    assert set(successful_answers(officer)) == (won if told else set())


def test_every_status_of_an_award_stands_in_the_table():
    assert {status for status, _, _, _ in MOMENTS.values()} == set(AwardStatus)


@pytest.mark.parametrize("status", list(AwardStatus))
def test_an_award_says_what_its_page_asks(status):
    one = Award(status=status)
    asked = (one.is_proposed, one.is_returned, one.is_notified)
    assert asked == (status == AwardStatus.PROPOSED, status == AwardStatus.RETURNED, status == AwardStatus.NOTIFIED)


@pytest.mark.parametrize("status", list(TenderStatus))
def test_a_tender_says_whether_it_ended_without_an_award(status):
    assert Tender(status=status).is_terminated is (status == TenderStatus.TERMINATED)
