"""Two people at once: together they never pass the ceiling, and nobody joins a lot twice."""

from decimal import Decimal

import pytest
from django.db import connection

from contracts.call_offs.models import CallOff
from contracts.call_offs.selectors import use_of
from contracts.register.models import Contract
from contracts.register.services import edit_contract
from socialvalue.common import clock
from tests.builders import people
from tests.contracts.at_once import at_once

from .steps import NOW, agreed, called_off, join

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    with clock.at(NOW):
        return agreed()


def test_two_call_offs_that_fit_alone_do_not_fit_together(scene):
    """£250,000 twice under a lot of £400,000."""
    second = people.person(scene.council, "contract_manager")
    said = at_once(NOW, lambda: called_off(scene, 250_000), lambda: called_off(scene, 250_000, by=second))
    assert sorted(said) == ["", "£150,000 of the ceiling of lot 1 is left: enter a value up to that, or have the ceiling raised first, with what allows it"]  # fmt: skip
    assert (CallOff.objects.count(), Contract.objects.count()) == (1, 1)
    assert use_of(scene.agreement).called == 250_000


def test_eight_at_once_on_two_lots_stop_at_the_agreement_s_ceiling(scene):
    """£300,000 each: one fits lot 1, and two more the agreement."""
    windows = {"lot": scene.windows, "supplier": scene.glazier}
    acts = [lambda: called_off(scene, 300_000)] * 4 + [lambda: called_off(scene, 300_000, **windows)] * 4
    said = at_once(NOW, *acts)
    assert said.count("") == 3
    assert use_of(scene.agreement).called == 900_000


def test_two_who_add_one_supplier_add_it_once(scene):
    newcomer = people.supplier("Newcomer")
    said = at_once(NOW, *[lambda: join(scene, scene.windows, newcomer)] * 2)
    assert sorted(one[:3] for one in said) == ["", "New"]
    assert scene.windows.suppliers.filter(supplier=newcomer).count() == 1


def test_two_contracts_that_grow_at_once_stay_within_the_ceiling(scene):
    """£150,000 each under a lot of £400,000: to £250,000 one may grow."""
    with clock.at(NOW):
        contracts = [called_off(scene, 150_000).contract for _ in range(2)]
    found = [Contract.objects.get(pk=one.pk) for one in contracts]

    def grow(contract: Contract):
        return lambda: edit_contract(contract, by=people.fresh(scene.manager), total_value=Decimal(250_000))

    said = at_once(NOW, grow(found[0]), grow(found[1]))
    assert sorted(said)[0] == ""
    assert sorted(said)[1].startswith("It was called off, and £0 of the ceiling of lot 1 is left: enter a value up to £150,000")
    assert use_of(scene.agreement).called == 400_000


def test_a_contract_grows_or_another_is_called_off(scene):
    """£300,000 of the lot's £400,000: either £80,000 more, or another of £80,000."""
    with clock.at(NOW):
        contract = Contract.objects.get(pk=called_off(scene, 300_000).contract.pk)
    second = people.person(scene.council, "contract_manager")
    said = at_once(
        NOW,
        lambda: edit_contract(contract, by=people.fresh(scene.manager), total_value=Decimal(380_000)),
        lambda: called_off(scene, 80_000, by=second),
    )
    assert said.count("") == 1
    assert use_of(scene.agreement).called == 380_000
