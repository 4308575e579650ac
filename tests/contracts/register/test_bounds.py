"""What a contract is worth stays within what it was called off under, and covers what is paid and set aside of it."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.call_offs.selectors import use_of
from contracts.grants import services as grants
from contracts.innovation import services as innovation
from contracts.obligations.services import change_dates
from contracts.register.models import Contract
from contracts.register.services import edit_contract
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import contracts as build
from tests.contracts.call_offs import steps as call_offs
from tests.contracts.grants import steps as granting
from tests.contracts.innovation import steps as ideas

pytestmark = pytest.mark.django_db
D = Decimal


def fresh(contract: Contract) -> Contract:
    return Contract.objects.get(pk=contract.pk)


def refused(act) -> list[tuple[str | None, str]]:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.problems


@pytest.fixture
def called():
    """£100,000 under lot 1 of £400,000, in an agreement of £1,000,000."""
    with clock.at(call_offs.NOW):
        scene = call_offs.agreed()
        yield scene, call_offs.called_off(scene, 100_000).contract


def worth(scene, contract, **changes):
    return lambda: edit_contract(fresh(contract), by=scene.manager, **{name: D(value) for name, value in changes.items()})


def test_what_was_called_off_does_not_grow_past_the_ceiling_of_its_lot(called):
    scene, contract = called
    assert refused(worth(scene, contract, total_value="400000.01")) == [
        (
            "total_value",
            "It was called off, and £300,000 of the ceiling of lot 1 is left: enter a value up to £400,000, or have the ceiling "
            "raised first, with what allows it",
        )
    ]
    assert fresh(contract).total_value == 100_000
    worth(scene, contract, total_value="400000")()
    assert use_of(scene.agreement).called == 400_000


def test_nor_past_the_ceiling_of_the_whole_agreement(called):
    scene, _ = called
    windows = {"lot": scene.windows, "supplier": scene.glazier}
    other = call_offs.called_off(scene, 800_000, **windows).contract
    [(field, words)] = refused(worth(scene, other, total_value="900000.01"))
    assert field == "total_value"
    assert words.startswith("It was called off, and £100,000 of the ceiling of the framework agreement is left: ")
    worth(scene, other, total_value="900000")()


def test_a_longer_term_of_an_annual_value_is_asked_as_well(called):
    scene, _ = called
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}
    yearly = call_offs.called_off(scene, total_value=None, annual_value=D(150_000), **days).contract
    # Of the lot's £400,000, £100,000 and £150,000 are called off: two years are £300,000, which is all that fits
    [(field, words)] = refused(
        lambda: change_dates(fresh(yearly), by=scene.manager, ends_on=date(2028, 9, 30), reason="The council asked for longer.")
    )
    assert (field, "up to £300,000" in words) == ("ends_on", True)
    change_dates(fresh(yearly), by=scene.manager, ends_on=date(2028, 3, 31), reason="The council asked for one year more.")
    [(field, _)] = refused(worth(scene, yearly, annual_value="150000.01"))
    assert field == "annual_value"


def test_a_lower_value_is_never_asked_though_it_is_over_still(called):
    """As records from before may be."""
    scene, contract = called
    Contract.objects.filter(pk=contract.pk).update(total_value=D(900_000))
    worth(scene, contract, total_value="850000")()
    assert fresh(contract).total_value == 850_000


def test_a_contract_that_was_not_called_off_is_asked_nothing(called):
    scene, _ = called
    contract, who = build.draft_contract()
    edit_contract(contract, by=who.manager, total_value=D(50_000_000))
    assert fresh(contract).total_value == 50_000_000


def test_what_else_is_wrong_is_said_with_it(called):
    scene, contract = called
    found = refused(lambda: edit_contract(fresh(contract), by=scene.manager, value_with_vat=D(1), total_value=D(500_000)))
    assert {field for field, _ in found} == {"value_with_vat", "total_value"}


@pytest.fixture
def grant():
    """£24,000, of which £12,000 are planned."""
    with granting.at(date(2026, 5, 4)):
        contract, who = granting.running_grant()
        grants.plan_payment(contract, by=who.manager, for_what="First half", due_on=date(2026, 6, 1), amount=D(12_000))
        yield fresh(contract), who


def test_a_grant_is_worth_what_is_paid_and_planned_of_it(grant):
    contract, who = grant
    change = {"by": who.manager}
    found = refused(lambda: edit_contract(fresh(contract), **change, total_value=D("11999.99")))
    words = "£12,000 of the grant is paid or planned: enter that or more, or take a payment off the plan first"
    assert found == [("total_value", words)]
    edit_contract(fresh(contract), **change, total_value=D(12_000))
    edit_contract(fresh(contract), **change, total_value=D(30_000))


def test_a_payment_taken_off_the_plan_makes_room(grant):
    contract, who = grant
    grants.drop_payment(contract.grant_payments.get(), by=who.manager)
    edit_contract(fresh(contract), by=who.manager, total_value=D(1_000))
    assert fresh(contract).total_value == 1_000


def test_a_contract_is_worth_what_is_set_aside_of_it():
    with ideas.at(ideas.NOW):
        contract, who = build.active_contract()
        ideas.pot(contract, who, "20000")
        found = refused(lambda: edit_contract(fresh(contract), by=who.manager, total_value=D("19999.99")))
        words = "£20,000 of it is set aside for new ideas: enter that or more, or set less aside first"
        assert found == [("total_value", words)]
        edit_contract(fresh(contract), by=who.manager, total_value=D(20_000))
        innovation.set_aside(fresh(contract), by=who.manager, amount=D(5_000), purpose=ideas.FOR)
        edit_contract(fresh(contract), by=who.manager, total_value=D(10_000))
        assert fresh(contract).total_value == 10_000
