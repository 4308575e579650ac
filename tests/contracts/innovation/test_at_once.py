"""Two people at once: what is set aside is never promised or spent twice."""

from datetime import datetime
from decimal import Decimal

import pytest

from contracts.innovation import services
from contracts.innovation.models import InnovationPot, InnovationProject, InnovationSpent
from contracts.innovation.selectors import state_of
from contracts.register.models import Contract
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.at_once import at_once

from .steps import FOR, NOW, WHY, approved, at, pot, proposed, spent

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = datetime(NOW.year, NOW.month, NOW.day, 9, tzinfo=clock.LONDON)


@pytest.fixture
def stage():
    """£20,000 is set aside."""
    with at(NOW):
        contract, who = build.active_contract()
        pot(contract, who)
        return contract, who


def mine(project: InnovationProject) -> InnovationProject:
    return InnovationProject.objects.select_related("pot__contract").get(pk=project.pk)


def approve(project: InnovationProject, by):
    """As it was read before the signal."""
    found, person = mine(project), people.fresh(by)
    return lambda: services.decide_project(found, by=person, accept=True, decision=WHY)


def test_two_projects_that_fit_alone_are_not_both_approved(stage):
    contract, who = stage
    with at(NOW):
        first, second = (proposed(contract, who.reporter, "12000", title) for title in ("A kitchen in Deal", "A choir"))
        acts = approve(first, who.manager), approve(second, who.director)
    said = at_once(MOMENT, *acts)
    assert sorted(said) == ["", "Of the £20,000 set aside £8,000 is free: enter that or less"]
    assert InnovationProject.objects.filter(accepted=True).count() == 1
    assert state_of(InnovationPot.objects.get()).free == 8000


def test_a_project_is_decided_on_once(stage):
    contract, who = stage
    with at(NOW):
        project = proposed(contract, who.reporter)
        found = mine(project)
        yes = approve(project, who.manager)

    def no():
        services.decide_project(found, by=people.fresh(who.director), accept=False, decision=WHY)

    said = at_once(MOMENT, yes, no)
    assert said.count("") == 1
    assert InnovationProject.objects.get().accepted is (said[0] == "")


def test_it_is_taken_back_or_approved_and_never_both(stage):
    contract, who = stage
    with at(NOW):
        project = proposed(contract, who.reporter)
        found = mine(project)
        yes = approve(project, who.manager)
    said = at_once(MOMENT, yes, lambda: services.take_back_project(found, by=people.fresh(who.reporter)))
    assert said.count("") == 1
    assert bool(InnovationProject.objects.get().accepted) is (said[0] == "")


def test_the_sum_is_not_lowered_beneath_what_is_approved_meanwhile(stage):
    contract, who = stage
    with at(NOW):
        yes = approve(proposed(contract, who.reporter, "12000"), who.manager)
        read = Contract.objects.get(pk=contract.pk)

    second = people.person(who.council, "contract_manager")
    said = at_once(
        MOMENT,
        yes,
        lambda: services.set_aside(
            read, by=people.fresh(second), amount=Decimal(10000), purpose=FOR, expected_version=read.version
        ),
    )
    assert said.count("") == 1
    found = InnovationPot.objects.get()
    assert (found.amount, state_of(found).free) == ((20000, 8000) if said[0] == "" else (10000, 10000))


def test_what_was_spent_in_a_quarter_is_one_row_and_never_more_than_was_approved(stage):
    contract, who = stage
    with at(NOW):
        project = approved(contract, who)
        found = [mine(project) for _ in range(2)]

    def say(which: int, amount: str):
        return lambda: spent(found[which], people.fresh(who.reporter), (2026, 3), amount)

    said = at_once(MOMENT, say(0, "3000"), say(1, "4000"))
    assert said.count("") >= 1
    assert InnovationSpent.objects.get().amount in (3000, 4000)


def test_two_quarters_at_once_do_not_spend_more_than_was_approved(stage):
    contract, who = stage
    with at(NOW):
        project = approved(contract, who)
        found = [mine(project) for _ in range(2)]
    said = at_once(
        MOMENT,
        lambda: spent(found[0], people.fresh(who.reporter), (2026, 2), "3000"),
        lambda: spent(found[1], people.fresh(who.reporter), (2026, 3), "3000"),
    )
    assert said.count("") == 1
    assert sum(one.amount for one in InnovationSpent.objects.all()) == 3000
