"""Whose a supplier is, asked of a few by their keys, is what it is asked of all; and it reads no table of contracts."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.register.models import Contract, ContractSupplier
from contracts.suppliers.selectors.waiting import suppliers_for, waits_for
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation
from socialvalue.suppliers.querysets import suppliers_here
from socialvalue.suppliers.querysets.concern import not_of_others, not_of_others_among
from tests.builders import bidding, people
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
# By whom a supplier is dealt with: nobody, one council, the other, both; joined to it is one with a contract, or not
DEALT = list(product([(), (0,), (1,), (0, 1)], [None, (), (0,), (1,)]))


@pytest.fixture
def councils():
    return [people.council(), people.council()]


@pytest.fixture
def suppliers(councils):
    """A supplier for each way to be dealt with, some with another that was joined to it."""
    found = []
    for mine, joined in DEALT:
        one = people.supplier()
        for number in mine:
            deal(councils[number], one)
        if joined is not None:
            other = people.supplier()
            for number in joined:
                deal(councils[number], other)
            Organisation.objects.filter(pk=other.pk).update(part_of=one)
        found.append(one.pk)
    return found


def deal(council, supplier) -> None:
    build.draft_contract(build.parties(council, supplier))


@pytest.mark.parametrize("whose", [(), (0,), (1,), (0, 1)])
def test_asked_of_few_it_is_what_it_is_of_all(councils, suppliers, whose):
    keys = [councils[number].pk for number in whose]
    wanted = set(not_of_others(suppliers_here(), keys).values_list("pk", flat=True))
    assert not_of_others_among(suppliers, keys) == wanted & set(suppliers)
    for one in suppliers:
        assert not_of_others_among([one], keys) == wanted & {one}


def test_by_hand(councils, suppliers):
    of = dict(zip(DEALT, suppliers, strict=True))
    found = not_of_others_among(suppliers, [councils[0].pk])
    assert of[(), None] in found  # nobody's
    assert of[(0,), None] in found
    assert of[(1,), None] not in found
    assert of[(0, 1), None] in found
    # What was joined to it counts as its own
    assert of[(), (1,)] not in found
    assert of[(1,), (0,)] in found


def test_an_opened_bid_concerns_a_council_and_a_sent_one_does_not(councils):
    tender = bidding.opened_tender(1, council=councils[0])
    bidder = tender.bids.get().supplier_id
    assert not_of_others_among([bidder], [councils[1].pk]) == set()
    assert not_of_others_among([bidder], [councils[0].pk]) == {bidder}


def test_of_none_nothing_is_asked():
    with CaptureQueriesContext(connection) as sent:
        assert not_of_others_among([], [1]) == set()
    assert len(sent) == 0


@pytest.mark.parametrize("contracts", [1, 6])
def test_as_many_queries_however_many_contracts(councils, contracts):
    one = people.supplier()
    for _ in range(contracts):
        deal(councils[0], one)
    with CaptureQueriesContext(connection) as sent:
        not_of_others_among([one.pk], [councils[0].pk])
    assert len(sent) == 3


def test_what_waits_is_asked_first_and_whose_it_is_only_then(councils):
    officer = people.person(councils[0], Role.CONTRACT_MANAGER)
    deal(councils[0], people.supplier())
    fresh = people.fresh(officer)
    list(fresh.current_memberships)
    with CaptureQueriesContext(connection) as sent:
        assert not waits_for(fresh).keys()
    # Nothing waits, so nobody is asked whose a supplier is
    assert len(sent) <= 2


def test_an_unconfirmed_supplier_waits_for_its_own_council_alone(councils):
    one = people.supplier()
    people.person(one, Role.SUPPLIER)
    Organisation.objects.filter(pk=one.pk).update(confirmed_at=None, confirmed_by=None, confirmed_how="")
    deal(councils[0], one)
    mine, other = (people.person(council, Role.CONTRACT_MANAGER) for council in councils)
    assert one.pk in waits_for(mine).unconfirmed
    assert one.pk not in waits_for(other).unconfirmed
    assert set(suppliers_for(mine).filter(pk=one.pk)) == {one}
    assert not suppliers_for(other).filter(pk=one.pk)
    assert Contract.objects.count() == ContractSupplier.objects.count() == 1
