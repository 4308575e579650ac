"""What warnings ask on the home page: of the manager, of the director where nobody manages, of the council of who is missing."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.register.models import Contract
from contracts.register.services import edit_contract
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Role
from socialvalue.common.needs import Need
from tests.builders import contracts as build
from tests.builders import people

from .steps import BEGUN, LAST, asked, at, look

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    with at(BEGUN):
        return build.active_contract()


@pytest.mark.parametrize("day, waits", [(date(2027, 12, 31), False), (date(2028, 1, 1), True), (date(2028, 3, 31), True)])
def test_the_manager_is_asked_from_90_days_before_the_last(stage, day, waits):
    contract, who = stage
    text = f"{contract.title} ends on 31 March 2028: extend it, or let it end"
    look(BEGUN)
    line = Need(text, reverse("contract", args=[contract.pk]), "waiting", LAST)
    # Also before the clock has come round that day
    assert asked(who.manager, day) == ([line] if waits else [])
    look(day)
    assert asked(who.manager, day) == ([line] if waits else [])


def test_nobody_else_is_asked(stage):
    contract, who = stage
    others = [who.director, who.member, who.reporter, people.person(who.council, Role.CONTRACT_MANAGER)]
    assert [asked(user, date(2028, 3, 1)) for user in others] == [[], [], [], []]


def test_drafts_and_ended_contracts_ask_nothing(stage):
    contract, who = stage
    with at(BEGUN):
        build.draft_contract(who)
    with at(date(2028, 3, 1)):
        end_contract(contract, by=who.manager, reason="The provider closed.")
    assert asked(who.manager, date(2028, 3, 1)) == []


def test_a_review_and_an_extension_are_due_and_a_review_that_has_passed_is_overdue(stage):
    contract, who = stage
    with at(BEGUN):
        edit_contract(contract, by=who.manager, review_on=date(2027, 8, 1), extension_months=12)
    page = reverse("contract", args=[contract.pk])
    extension = Need(f"{contract.title}: decide on its extension by 30 September 2027", page, "due", date(2027, 9, 30))
    review = f"Review {contract.title} by 1 August 2027"
    assert asked(who.manager, date(2027, 8, 1)) == [extension, Need(review, page, "due", date(2027, 8, 1))]
    assert asked(who.manager, date(2027, 8, 2)) == [extension, Need(review, page, "overdue", date(2027, 8, 1))]
    with at(date(2027, 8, 2)):
        edit_contract(Contract.objects.get(), by=who.manager, review_on=date(2028, 2, 1))
    # At once, not when the clock comes round
    assert asked(who.manager, date(2027, 8, 2)) == [extension]


def test_where_nobody_manages_the_director_is_asked_and_who_may_name_somebody_has_a_line(stage):
    contract, who = stage
    Contract.objects.update(manager=None, look_on=BEGUN)
    look(BEGUN)
    line = Need(
        "1 contract of £50,000 or more has no contract manager or no lead director: name them",
        f"{reverse('contracts')}?attention=unowned",
    )
    assert asked(who.manager, BEGUN) == [line]
    assert [asked(user, BEGUN) for user in (who.director, who.member, who.reporter)] == [[], [], []]
    assert asked(build.parties().manager, BEGUN) == []
    ends = [one.text for one in asked(who.director, date(2028, 3, 1))]
    assert ends == [f"{contract.title} ends on 31 March 2028: extend it, or let it end"]


def test_the_list_has_those_without_an_owner(stage, client):
    contract, who = stage
    with at(BEGUN):
        build.active_contract(who, title="Day centres")
    Contract.objects.filter(pk=contract.pk).update(lead_director=None, look_on=BEGUN)
    look(BEGUN)
    client.force_login(who.manager)
    page = client.get(f"{reverse('contracts')}?attention=unowned").content.decode()
    assert ("1 contract" in page, contract.title in page, "Day centres" in page) == (True, True, False)


def test_somebody_with_a_tie_to_the_supplier_is_not_asked(stage):
    contract, who = stage
    with people.from_before():
        people.give(who.manager, who.supplier, Role.SUPPLIER)
    assert asked(who.manager, date(2028, 3, 1)) == []
