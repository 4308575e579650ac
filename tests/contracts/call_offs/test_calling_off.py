"""Calling off directly: to whom, when, beyond which ceiling not, and what it rests on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.call_offs import services
from contracts.call_offs.models import CallOff
from contracts.call_offs.selectors import lot_uses, use_of, uses_of
from contracts.register.models import Contract
from contracts.register.services import edit_contract, register_contract
from socialvalue.accounts.enums import Role
from socialvalue.accounts.services.ties import enter_tie
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import people

from .steps import CLAUSE, FIRST, NOW, TODAY, WHY, agreed, called_off, contract_details, direct, join, on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def scene():
    return agreed()


def registered(scene, value=50_000, *, supplier=None, **changes) -> Contract:
    """A contract of the register that says it was called off, and not under which agreement."""
    suppliers = [supplier or scene.roofer]
    return register_contract(
        contract_details(scene, value, **changes), by=scene.manager, council=scene.council, suppliers=suppliers
    )


def test_a_contract_is_entered_and_called_off_in_one_step(scene):
    made = called_off(scene, 50_000)
    contract = made.contract
    assert (contract.route, contract.get_status_display(), contract.supplier_words) == (
        "framework", "Being agreed", "Oast Roofing",
    )  # fmt: skip
    assert (made.how, made.ground, made.terms, made.reason) == ("direct", "mechanism", CLAUSE, WHY)
    assert (made.called_off_on, made.by, made.value) == (TODAY, scene.manager, 50_000)
    for about in (contract, scene.agreement):
        event = timeline(about).first()
        assert event.sentence == f"called off {contract.reference} under {scene.agreement.reference}, lot 1, directly"
        assert event.reason == WHY
    told = Message.objects.get(recipient=scene.director)
    assert "without a competition. £50,000 of £1,000,000 called off (5 %)." in told.body


def test_the_director_who_calls_off_is_told_nothing(scene):
    people.give(scene.director, scene.council, Role.CONTRACT_MANAGER)
    called_off(scene, by=people.fresh(scene.director))
    assert not Message.objects.filter(recipient=scene.director).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ground": ""}, "Choose what allows a call-off without a competition"),
        # Of the law before the agreement's
        ({"ground": "all_terms"}, "Choose what allows a call-off without a competition"),
        ({"ground": "one_supplier"}, "2 suppliers are on this framework agreement on 2 March 2026: choose another ground"),
        ({"terms": " "}, "Name the clause of the agreement that allows it"),
        ({"reason": "as discussed"}, "Say why it is called off directly. Say how that way led to this supplier."),
        ({"called_off_on": TODAY + timedelta(days=1)}, "Enter today or an earlier day"),
        ({"called_off_on": FIRST - timedelta(days=1)}, "The framework agreement began on 1 April 2025: enter a later day"),
    ],
)
def test_what_a_direct_call_off_lacks_is_said_and_nothing_is_entered(scene, changes, words):
    with pytest.raises(Refused, match=words):
        services.call_off_new(scene.roofs, contract_details(scene), direct(**changes), by=scene.manager, supplier=scene.roofer)
    # All or nothing
    assert not Contract.objects.exists()
    assert not CallOff.objects.exists()


def test_one_supplier_alone_needs_no_competition():
    scene = agreed(lots=(), suppliers=False)
    join(scene, scene.roofs, scene.roofer)
    made = services.call_off_new(
        scene.roofs, contract_details(scene), direct(ground="one_supplier"), by=scene.manager, supplier=scene.roofer
    )
    assert made.ground == "one_supplier"


def test_nothing_is_called_off_to_who_is_not_on_the_lot(scene):
    with pytest.raises(Refused, match="Weald Windows is not on lot 1 on 2 March 2026: choose a supplier that is"):
        called_off(scene, supplier=scene.glazier)
    with pytest.raises(Refused, match="Oast Roofing is not on lot 2 on 2 March 2026"):
        called_off(scene, lot=scene.windows)


def test_the_last_day_on_the_lot_counts_and_the_next_one_does_not(scene):
    row = scene.roofs.suppliers.get()
    services.leave_lot(row, by=scene.manager, left_on=TODAY, reason="It gave up roofing.", expected_version=1)
    assert called_off(scene).called_off_on == TODAY
    with on(TODAY + timedelta(days=1)), pytest.raises(Refused, match="Oast Roofing is not on lot 1 on 3 March 2026"):
        called_off(scene)


def test_a_supplier_that_was_joined_to_one_on_the_lot_is_on_it(scene):
    part = people.supplier("Oast Tiles", fictional=False)
    part.part_of = scene.roofer
    part.save(update_fields=["part_of"])
    assert called_off(scene, supplier=part).contract.supplier_words == "Oast Tiles"


def test_the_last_day_of_the_agreement_counts_and_the_next_one_does_not(scene):
    last = scene.agreement.ends_on
    dates = {"starts_on": last, "ends_on": last + timedelta(days=365)}
    with on(last):
        assert called_off(scene, **dates).called_off_on == last
    with on(last + timedelta(days=1)), pytest.raises(WrongState, match="ended on 31 March 2029: nothing can be called off"):
        called_off(scene, **dates)


def test_before_its_first_day_nothing_is_called_off():
    scene = agreed(starts_on=TODAY + timedelta(days=1), ends_on=date(2030, 3, 2))
    with pytest.raises(WrongState, match="from its first day on, 3 March 2026"):
        called_off(scene)


def test_the_lot_s_ceiling_is_the_last_pound_and_no_more(scene):
    called_off(scene, 399_999)
    with pytest.raises(Refused, match="£1 of the ceiling of lot 1 is left: enter a value up to that"):
        called_off(scene, 2)
    called_off(scene, 1)
    assert lot_uses([scene.roofs])[scene.roofs.pk].words == "£400,000 of £400,000 called off (100 %)"


def test_the_agreement_s_ceiling_holds_over_all_lots(scene):
    called_off(scene, 400_000)
    called_off(scene, 600_000, lot=scene.windows, supplier=scene.glazier)
    with pytest.raises(Refused, match="£0 of the ceiling of the framework agreement is left"):
        called_off(scene, 1, lot=scene.windows, supplier=scene.glazier)
    assert use_of(scene.agreement).stage == 100


def test_a_yearly_value_counts_over_the_term(scene):
    made = called_off(scene, total_value=None, annual_value=Decimal(100_000), ends_on=date(2028, 3, 31))
    assert (made.value, use_of(scene.agreement).called) == (200_000, 200_000)


def test_what_is_called_off_follows_the_contract(scene):
    contract = called_off(scene, 100_000).contract
    edit_contract(contract, by=scene.manager, expected_version=contract.version, total_value=Decimal(300_000))
    use = use_of(scene.agreement)
    assert (use.called, use.is_over, use.stage) == (300_000, False, 0)


def test_many_agreements_are_added_up_in_one_query(scene, django_assert_num_queries):
    other = agreed()
    called_off(scene, 100_000)
    called_off(other, 200_000)
    with django_assert_num_queries(1):
        found = uses_of([scene.agreement, other.agreement])
    assert {key: use.called for key, use in found.items()} == {scene.agreement.pk: 100_000, other.agreement.pk: 200_000}


def test_a_contract_of_the_register_is_said_to_be_called_off_on_its_day(scene):
    contract = registered(scene, starts_on=date(2025, 9, 1))
    made = services.call_off_directly(scene.roofs, contract, direct(called_off_on=date(2025, 8, 1)), by=scene.manager)
    assert (made.contract, made.called_off_on) == (contract, date(2025, 8, 1))
    with pytest.raises(WrongState, match="It is recorded already under which framework agreement"):
        services.call_off_directly(scene.roofs, contract, direct(), by=scene.manager)


def test_of_what_in_the_register_it_is_said(scene):
    tender = registered(scene, route="tender", title="Another")
    with pytest.raises(WrongState, match="Only a contract with the procurement route “Framework”"):
        services.call_off_directly(scene.roofs, tender, direct(), by=scene.manager)
    elsewhere = agreed()
    with pytest.raises(Refused, match="Choose a framework agreement of the contract’s council"):
        services.call_off_directly(elsewhere.roofs, registered(scene), direct(), by=scene.manager)
    alone = register_contract(contract_details(scene), by=scene.manager, council=scene.council)
    with pytest.raises(Refused, match="This contract has no supplier: an in-house service is not called off"):
        services.call_off_directly(scene.roofs, alone, direct(), by=scene.manager)


def test_a_contract_with_two_suppliers_needs_both_on_the_lot(scene):
    contract = register_contract(
        contract_details(scene), by=scene.manager, council=scene.council, suppliers=[scene.roofer, scene.glazier]
    )
    with pytest.raises(Refused, match="Weald Windows is not on lot 1"):
        services.call_off_directly(scene.roofs, contract, direct(), by=scene.manager)


def test_nobody_calls_off_who_is_with_a_supplier_of_the_agreement(scene):
    tied = people.person(scene.council, Role.CONTRACT_MANAGER)
    enter_tie(tied, by=people.person(scene.council, Role.ADMINISTRATOR), supplier=scene.roofer)
    tied = people.fresh(tied)
    with pytest.raises(NotAllowed, match="You work for one of these suppliers"):
        called_off(scene, by=tied)
    # A competitor's gain counts too
    with pytest.raises(NotAllowed, match="You work for one of these suppliers"):
        called_off(scene, by=tied, lot=scene.windows, supplier=scene.glazier)
    with pytest.raises(NotAllowed, match="You work for one of these suppliers"):
        services.call_off_directly(scene.roofs, registered(scene), direct(), by=tied)
