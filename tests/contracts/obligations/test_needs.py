"""What obligations ask of each side: its own word, once, and of nobody else."""

from datetime import datetime

import pytest

from contracts.obligations import services
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.enums import Frequency
from contracts.obligations.models import Obligation
from contracts.obligations.needs import needs
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


def asked(user) -> list[tuple[str, str]]:
    return [(n.text, n.kind) for n in needs(people.fresh(user), clock.now())]


def test_each_side_is_asked_until_it_has_agreed():
    contract, who = build.draft_contract()
    body = build.obligation(contract, who)
    build.obligation(contract, who)
    both = [(f"Agree 2 obligations of {contract.title}", "waiting")]
    assert (asked(who.manager), asked(who.reporter)) == (both, both)
    services.agree(body, by=who.reporter)
    assert (asked(who.manager), asked(who.reporter)) == (both, [(f"Agree 1 obligation of {contract.title}", "waiting")])
    for one in Obligation.objects.all():
        services.agree(one, by=who.manager)
    assert asked(who.manager) == []


def test_others_are_not_asked():
    contract, who = build.draft_contract()
    build.obligation(contract, who)
    others = [who.member, who.director, people.person(who.council, Role.CONTRACT_MANAGER), build.parties().reporter]
    assert [asked(user) for user in others] == [[], [], [], []]


def test_a_changed_obligation_in_force_asks_again_and_an_ended_contract_asks_nobody():
    contract, who = build.active_contract()
    assert (asked(who.manager), asked(who.reporter)) == ([], [])
    terms = KpiTerms(wording="Placements", unit="placements", frequency=Frequency.YEAR)
    services.add_kpi(Obligation.objects.get(), terms, by=who.manager)
    again = [(f"Agree 1 obligation of {contract.title}", "waiting")]
    assert (asked(who.manager), asked(who.reporter)) == (again, again)
    end_contract(contract, by=who.manager, reason="The service moved")
    assert (asked(who.manager), asked(who.reporter)) == ([], [])
