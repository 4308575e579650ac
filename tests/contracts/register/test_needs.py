"""What the register asks: whether a contract that ends soon goes on."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from contracts.register.needs import needs
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.needs import Need
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
LAST = date(2028, 3, 31)


def at(day: date):
    return clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.LONDON))


def asked(user):
    return needs(people.fresh(user), clock.now())


@pytest.fixture
def stage():
    with at(date(2025, 7, 10)):
        return build.active_contract()


@pytest.mark.parametrize("day, waits", [(date(2027, 12, 31), False), (date(2028, 1, 1), True), (date(2028, 3, 31), True)])
def test_the_manager_is_asked_from_90_days_before_the_last(stage, day, waits):
    contract, who = stage
    text = f"{contract.title} ends on 31 March 2028: extend it, or let it end"
    with at(day):
        found = asked(who.manager)
    assert found == ([Need(text, reverse("contract", args=[contract.pk]), "waiting", LAST)] if waits else [])


def test_nobody_else_is_asked(stage):
    contract, who = stage
    with at(date(2028, 3, 1)):
        others = [who.director, who.member, who.reporter, people.person(who.council, Role.CONTRACT_MANAGER)]
        assert [asked(user) for user in others] == [[], [], [], []]


def test_drafts_and_ended_contracts_ask_nothing(stage):
    contract, who = stage
    with at(date(2025, 7, 10)):
        build.draft_contract(who)
    with at(date(2028, 3, 1)):
        end_contract(contract, by=who.manager, reason="The provider closed.")
        assert asked(who.manager) == []
