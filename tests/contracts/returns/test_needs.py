"""What needs somebody today, on both sides."""

from datetime import datetime

import pytest
from django.urls import reverse

from contracts.handover.needs import needs as handover_needs
from contracts.obligations.needs import needs as obligation_needs
from contracts.returns.needs import needs
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db


def texts(user, moment):
    with clock.at(moment):
        return [(n.kind, n.text) for n in needs(people.fresh(user), clock.now())]


@pytest.fixture
def stage():
    with clock.at(datetime(2025, 7, 1, 9)):
        return build.active_contract()


def test_a_supplier_is_told_a_week_before_and_after(stage):
    contract, who = stage
    assert texts(who.reporter, datetime(2025, 7, 12)) == []
    assert texts(who.reporter, datetime(2025, 7, 13))[0][0] == "due"
    assert texts(who.reporter, datetime(2025, 7, 21))[0][0] == "overdue"


def test_the_manager_chases_and_verifies_and_the_member_does_nothing(stage):
    contract, who = stage
    assert texts(who.manager, datetime(2025, 7, 21)) == [("overdue", "1 return overdue for Carers’ short breaks")]
    with clock.at(datetime(2025, 7, 22, 9)):
        handed_in = build.submitted_return(build.first_due(contract), who)
        assert [n.url for n in needs(who.director, clock.now())] == [reverse("return", args=[handed_in.due_id])]
    assert texts(who.manager, datetime(2025, 7, 22)) == [("waiting", "Verify “Apprenticeships started” of Carers’ short breaks")]
    assert texts(who.member, datetime(2025, 7, 22)) == []
    assert texts(build.parties().manager, datetime(2025, 7, 22)) == []


def test_the_returns_of_one_contract_and_period_are_one_line_to_their_page():
    with clock.at(datetime(2025, 7, 25, 9)):
        contract, who = build.active_contract(obligations=13)
        (need,) = needs(who.reporter, clock.now())
        assert (need.text, need.url) == (
            "Report on 13 KPIs for Carers’ short breaks", reverse("returns-period", args=[contract.pk, "2025-06-30"]),
        )  # fmt: skip


@pytest.mark.parametrize(("contracts", "lines"), [(12, 12), (13, 1)])
def test_many_periods_are_one_line(contracts, lines):
    with clock.at(datetime(2025, 7, 25, 9)):
        who = build.parties()
        for number in range(contracts):
            build.active_contract(who, title=f"Contract {number}", obligations=2)
        found = needs(people.fresh(who.reporter), clock.now())
        assert len(found) == lines
        assert found[0].text in ("Report on 2 KPIs for Contract 0", "Make 26 returns")


def test_both_sides_are_asked_to_agree_and_the_manager_to_start():
    with clock.at(datetime(2025, 7, 25, 9)):
        from contracts.obligations.services import agree

        contract, who = build.draft_contract()
        body = build.obligation(contract, who)
        for person in (who.manager, who.reporter):
            assert [n.text for n in obligation_needs(person, clock.now())] == ["Agree 1 obligation of Carers’ short breaks"]
        agree(agree(body, by=who.manager), by=who.reporter)
        assert [n.text for n in handover_needs(who.manager, clock.now())] == ["Start Carers’ short breaks: everything is agreed"]
        assert handover_needs(who.reporter, clock.now()) == []
