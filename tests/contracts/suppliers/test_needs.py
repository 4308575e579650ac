"""What waits on the home page of officers and directors because of suppliers."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from contracts.register.services import decide_supplier_change, propose_supplier_change
from contracts.suppliers.needs import needs
from contracts.suppliers.selectors.waiting import waits_for
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.suppliers.models import DetailsChange
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with clock.at(datetime(2026, 6, 10, 9, tzinfo=UTC)):
        who = build.parties()
        contract, _ = build.active_contract(who, title="Short breaks")
        new = people.supplier("Oast Care Ltd", fictional=False)
        change = propose_supplier_change(
            contract, by=who.manager, leaves=contract.parties.get(), comes=new, effective_on=date(2026, 7, 1),
            ground="restructuring", reason="Merged into the new company by the order of its court",
        )  # fmt: skip
        yield who, change


def lines(user) -> list[tuple]:
    return [(need.text, need.url, need.due) for need in needs(user, clock.now())]


def test_another_supplier_waits_on_the_home_of_who_decides_until_it_is_decided(scene, django_assert_num_queries):
    who, change = scene
    line = ("Decide: another supplier for Short breaks", reverse("contract-supplier-change", args=[change.pk]), date(2026, 7, 1))
    assert lines(who.director) == [line]
    # Neither who proposed it, nor who only reads, nor another council's director
    outsider = people.person(people.council(), Role.LEAD_DIRECTOR)
    for user in (who.manager, people.person(who.council, Role.MEMBER), outsider):
        assert line not in lines(user)
    decide_supplier_change(change, by=who.director, accept=True, decision="The deed was read and is signed")
    assert lines(people.fresh(who.director)) == []


def test_it_is_asked_with_few_questions_however_many_wait(scene, django_assert_num_queries):
    who, _ = scene
    for number in range(3):
        contract, _ = build.active_contract(who, title=f"More {number}")
        propose_supplier_change(
            contract, by=who.manager, leaves=contract.parties.get(), comes=people.supplier(f"New {number} Ltd", fictional=False),
            effective_on=date(2026, 7, 1), ground="restructuring", reason="Merged into the new company by the order of its court",
        )  # fmt: skip
    director = people.fresh(who.director)
    director.current_memberships, director.ties, director.one_hand  # noqa: B018  # read once a request
    with django_assert_num_queries(2):
        assert len(needs(director, clock.now())) == 4


def test_a_new_name_of_what_was_joined_to_a_supplier_waits_under_the_one_that_goes_on(scene):
    who, _ = scene
    part = people.supplier("Weald Branch Ltd", fictional=False)
    type(part).objects.filter(pk=part.pk).update(part_of=who.supplier)
    DetailsChange.objects.create(organisation=part, doing="name", name="Weald Branch CIC", asked_by=who.reporter)
    officer = people.person(who.council, Role.PROCUREMENT_OFFICER)
    assert waits_for(officer).changes == {who.supplier.pk: 1}
