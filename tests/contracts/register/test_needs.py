"""What the register asks: that a contract whose last day is over is ended or extended."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from contracts.register.needs import needs
from contracts.register.services import end_contract
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


@pytest.mark.parametrize("day, waits", [(date(2028, 3, 31), False), (date(2028, 4, 1), True)])
def test_the_manager_is_asked_from_the_day_after_the_last(stage, day, waits):
    contract, who = stage
    text = f"End or extend {contract.title}: its last day is over"
    with at(day):
        found = asked(who.manager)
    assert found == ([Need(text, reverse("contract", args=[contract.pk]), "waiting", LAST)] if waits else [])


def test_nobody_else_is_asked(stage):
    contract, who = stage
    with at(date(2028, 4, 2)):
        others = [who.director, who.member, who.reporter, people.person(who.council, Role.CONTRACT_MANAGER)]
        assert [asked(user) for user in others] == [[], [], [], []]


def test_drafts_and_ended_contracts_ask_nothing(stage):
    contract, who = stage
    with at(date(2025, 7, 10)):
        build.draft_contract(who)
    with at(date(2028, 4, 2)):
        end_contract(contract, by=who.manager)
        assert asked(who.manager) == []
