"""What the plan says of lots stands beside the tenders that there are, where somebody decides on publishing one."""

from datetime import timedelta

import pytest

from procurement.commissioning import services as commissioning
from procurement.tendering import selectors, services
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import tendering as build
from tests.builders.people import person
from tests.procurement.tendering.steps import again, officer, url

pytestmark = pytest.mark.django_db
DIVIDED, WHOLE = "divided into lots: “By area, for local providers.”", "not divided into lots: “One service in one place.”"


def planned(*, divided: bool):
    body = build.commission()
    if divided:
        plan = commissioning.reopen_plan(body.plan, by=body.lead, reason="It is to be divided by area after all.")
        plan = commissioning.edit_plan(plan, by=body.lead, lots_divided=True, lots_reason="By area, for local providers.")
        plan = commissioning.submit_plan(plan, by=body.lead)
        commissioning.approve_plan(plan, by=person(body.council, Role.PROCUREMENT_OFFICER))
    return body


def notes(tender: Tender) -> str:
    return " ".join(selectors.warnings(again(tender)))


def published(body) -> Tender:
    tender = build.checking_tender(body)
    return services.publish(tender, by=officer(tender))


def test_a_divided_contract_with_one_tender():
    body = planned(divided=True)
    one = build.checking_tender(body)
    assert f"{DIVIDED} This is the only tender of {body.reference}" in notes(one)
    other = build.draft(body)
    assert "section 18" not in notes(one) + notes(other)


def test_a_lot_s_tender_that_was_ended_counts_no_more():
    body = planned(divided=True)
    ended, one = published(body), build.checking_tender(body)
    assert "section 18" not in notes(one)
    services.terminate(ended, by=officer(ended), reason="The council bought this part together with its neighbour.")
    assert DIVIDED in notes(one)


def test_a_contract_that_is_not_divided_with_two_tenders():
    body = planned(divided=False)
    one = build.checking_tender(body)
    assert "section 18" not in notes(one)
    build.draft(body)
    assert "section 18" not in notes(one), "a draft may be thrown away"
    first = published(body)
    assert f"{WHOLE} Another tender of {body.reference} was published" in notes(one)
    with clock.at(first.deadline + timedelta(minutes=1)):
        services.close_due(clock.now())
        assert WHOLE in notes(one), "closed, it still buys"
        services.terminate(again(first), by=officer(first), reason="Nobody sent a bid, and the council asks the market again.")
        assert "section 18" not in notes(one)


def test_another_commission_s_tenders_say_nothing_here():
    published(planned(divided=False))
    assert "section 18" not in notes(build.checking_tender(planned(divided=False)))


def test_without_a_plan_or_by_invitation_nothing_is_said():
    assert "section 18" not in notes(build.checking_tender(build.commission(ready=False)))
    body = planned(divided=True)
    one = build.checking_tender(body)
    Tender.objects.filter(pk=one.pk).update(by_invitation=True, invited_because="They are on the agreement.")
    assert "section 18" not in notes(one)


def test_a_plan_that_has_not_said_it_yet_says_nothing():
    body = build.commission(ready=False)
    commissioning.start_plan(body, by=body.lead)
    assert "section 18" not in notes(build.checking_tender(body))


@pytest.mark.parametrize("divided", [True, False])
def test_it_takes_two_queries(divided, django_assert_num_queries):
    tender = Tender.objects.select_related("commission").get(pk=build.checking_tender(planned(divided=divided)).pk)
    with django_assert_num_queries(2):
        selectors.division.beside_the_plan(tender)


def test_whoever_checks_it_reads_the_note_before_publishing(client):
    tender = build.checking_tender(planned(divided=True))
    client.force_login(officer(tender))
    page = client.get(url("tender-check", tender))
    assert [note for note in page.context["warnings"] if DIVIDED in note]
    assert "By area, for local providers." in page.content.decode()
    assert services.publish(tender, by=officer(tender)).is_published, "a note, and no refusal: the next lot may follow"
