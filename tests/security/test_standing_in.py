"""Whoever stands in for a person and that person count as one wherever a second person signs off, in every room that asks."""

from datetime import timedelta

import pytest

from measurement.reports.permissions import can_decide as can_decide_report
from measurement.reports.permissions import check_can_decide as check_report
from procurement.award.permissions import can_decide as can_decide_award
from procurement.award.permissions import check_can_decide as check_award
from procurement.bidding import services as bidding
from procurement.commissioning import services as commissions
from procurement.commissioning.enums import ActPoint
from procurement.commissioning.permissions import can_decide_plan, check_can_confirm_urgency, check_can_decide_plan
from procurement.panel import services as panels
from procurement.panel.permissions import check_can_decide_interest
from procurement.tendering.permissions import can_check, check_can_check
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Delegation, Membership
from socialvalue.accounts.permissions import ONE_HAND
from socialvalue.accounts.services import delegating
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed
from tests.builders import award as awards
from tests.builders import commissioning, evaluation, measurement, people
from tests.builders import tendering as tenders

pytestmark = pytest.mark.django_db


def pass_on(by, delegate) -> Delegation:
    """From today for a week."""
    today = clock.today()
    return delegating.pass_on(
        by=people.fresh(by), delegate=people.fresh(delegate), starts_on=today, ends_on=today + timedelta(days=7)
    )


def while_it_lasts_and_after(by, delegate, signs, thing, check, can) -> list[bool]:
    """Whether ``signs`` may sign off: before it was passed on, while it lasts, ended early, and after its last day.

    Refused for the one reason. Ended early it still holds: otherwise one press would make two people of one hand.
    """
    found = [can(people.fresh(signs), thing)]
    made = pass_on(by, delegate)
    with pytest.raises(NotAllowed, match=f"^{ONE_HAND}$"):
        check(people.fresh(signs), thing)
    found.append(can(people.fresh(signs), thing))
    delegating.end_delegation(made, by=by)
    found.append(can(people.fresh(signs), thing))
    with clock.at(clock.now() + timedelta(days=8)):
        return [*found, can(people.fresh(signs), thing)]


def test_a_plan_that_the_absent_submitted():
    plan = commissioning.submitted_plan()
    author = plan.submitted_by
    stands_in = people.person(plan.commission.council, Role.COMMISSIONER, Role.LEAD_DIRECTOR)
    asked = (author, stands_in, stands_in, plan, check_can_decide_plan, can_decide_plan)
    assert while_it_lasts_and_after(*asked) == [True, False, False, True]


def test_a_tender_that_the_absent_drafted_and_sent():
    tender = tenders.checking_tender()
    stands_in = people.person(tender.council, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)
    asked = (tender.drafted_by, stands_in, stands_in, tender, check_can_check, can_check)
    assert while_it_lasts_and_after(*asked) == [True, False, False, True]


def test_an_award_that_the_stand_in_recommended_is_not_decided_by_the_absent():
    council = people.council()
    lead = people.person(council, Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR)
    director = people.person(council, Role.LEAD_DIRECTOR)
    scene = evaluation.closed(1, 1, tender=evaluation.opened(1, council=council), lead=lead)
    award = awards.proposed(scene)
    assert while_it_lasts_and_after(director, lead, director, award, check_award, can_decide_award) == [True, False, False, True]


def test_a_report_that_the_absent_submitted():
    scene = measurement.scene()
    report = measurement.submitted(scene)
    stands_in = people.person(scene.council, Role.CONTRACT_MANAGER, Role.LEAD_DIRECTOR)
    with clock.at(measurement.NOW):
        asked = (scene.preparer, stands_in, stands_in, report, check_report, can_decide_report)
        assert while_it_lasts_and_after(*asked) == [True, False, False, True]


def test_bids_are_not_opened_by_the_absent_and_the_stand_in_together():
    tender = tenders.closed_tender()
    first, second, third = (people.person(tender.council, Role.PROCUREMENT_OFFICER) for _ in range(3))
    opening = bidding.begin_opening(tender, by=first)
    pass_on(first, second)
    with pytest.raises(NotAllowed, match=f"^{ONE_HAND}$"):
        bidding.complete_opening(opening, by=people.fresh(second))
    assert bidding.complete_opening(opening, by=third).second_by == third


def test_an_urgency_that_the_absent_recorded():
    body = commissioning.commission()
    stands_in = people.person(body.council, Role.PROCUREMENT_OFFICER, Role.COMMISSIONER)
    urgency = commissions.consider(
        body, by=body.lead, point=ActPoint.URGENCY, text="The roof fell in and children cannot be taught there.",
        considered_on=clock.today(),
    )  # fmt: skip
    check_can_confirm_urgency(people.fresh(stands_in), urgency)
    Membership.objects.create(user=body.lead, organisation=body.council, role=Role.PROCUREMENT_OFFICER)
    pass_on(body.lead, stands_in)
    with pytest.raises(NotAllowed, match=f"^{ONE_HAND}$"):
        check_can_confirm_urgency(people.fresh(stands_in), urgency)


def test_an_interest_that_the_absent_declared():
    scene = evaluation.prepared(panellists=1)
    place = scene.panel[0]
    Membership.objects.create(user=place.user, organisation=scene.council, role=Role.LEAD_DIRECTOR)
    stands_in = people.person(scene.council, Role.LEAD_DIRECTOR)
    panels.declare(place, by=place.user, has_interest=True, interest="My sister works for a bidder.")
    place.refresh_from_db()
    check_can_decide_interest(people.fresh(stands_in), place)
    pass_on(place.user, stands_in)
    with pytest.raises(NotAllowed, match=f"^{ONE_HAND}$"):
        check_can_decide_interest(people.fresh(stands_in), place)
