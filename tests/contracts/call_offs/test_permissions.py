"""Who keeps framework agreements and calls off under them: the whole tables, reasons included; and who sees them."""

import copy
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from contracts.call_offs import permissions, services
from contracts.call_offs.models import CallOff, FrameworkAgreement, FrameworkLot, LotSupplier
from contracts.register.models import Contract
from contracts.register.services import register_contract, start_contract
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from tests.builders import people
from tests.fixtures import truth

from .steps import NOW, TODAY, agreed, called_off, contract_details, direct, on

pytestmark = pytest.mark.django_db
REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "must-draft": truth.lacks(Permission.EDIT_COMMISSIONS),
    "over": WrongState("This framework agreement has ended: it is kept as it was"),
    "ended": WrongState("This framework agreement ended on 1 March 2026: nothing can be called off any more"),
    "not-yet": WrongState("Something can be called off from its first day on, 3 March 2026"),
    "recorded": WrongState("It is recorded already under which framework agreement this contract was called off"),
    "another-route": WrongState(
        "Only a contract with the procurement route “Framework” was called off under a framework agreement"
    ),
}


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    """One council with an agreement in force, one to begin and one that is over; everybody who is asked."""
    live = agreed()
    ahead = agreed(council=live.council, starts_on=TODAY + timedelta(days=1), ends_on=TODAY + timedelta(days=700))
    with on(TODAY - timedelta(days=9)):
        over = agreed(council=live.council, ends_on=TODAY - timedelta(days=1))
    states = {"to begin": (ahead.agreement,), "in force": (live.agreement,), "over": (over.agreement,)}
    return live, states, truth.cast(live.council, live.roofer)


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


ADD = """
                     any
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     yes
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""
CHANGE = """
                     to begin   in force   over
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     yes        yes        over
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""
CALL_OFF = """
                     to begin   in force   over
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     not-yet    yes        ended
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""
COMPETE = """
                     to begin    in force    over
commissioner         not-yet     yes         ended
procurement_officer  must-draft
evaluator            must-draft
evaluation_lead      must-draft
contract_manager     must-draft
lead_director        must-draft
member               must-draft
supplier             must-draft
partner              must-draft
administrator        must-draft
elsewhere            must-draft
left                 must-draft
inactive             must-draft
"""
RECORD = """
                     framework  tender         called off
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     yes        another-route  recorded
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_who_adds_an_agreement(stage):
    live, _, users = stage
    states = {"any": (live.council,)}
    truth.holds(permissions.check_can_add_agreement, permissions.can_add_agreement, ADD, users, states, REASONS)
    assert not permissions.can_add_agreement(users["contract_manager"], None)


def test_who_changes_one(stage):
    _, states, users = stage
    truth.holds(permissions.check_can_change_agreement, permissions.can_change_agreement, CHANGE, users, states, REASONS)


def test_who_calls_off(stage):
    _, states, users = stage
    truth.holds(permissions.check_can_call_off, permissions.can_call_off, CALL_OFF, users, states, REASONS)


def test_who_starts_a_mini_competition(stage):
    _, states, users = stage
    truth.holds(permissions.check_can_start_competition, permissions.can_start_competition, COMPETE, users, states, REASONS)


def test_who_says_under_which_agreement_a_contract_was_called_off(stage):
    live, _, users = stage

    def registered(**changes) -> Contract:
        given = contract_details(live, **changes)
        return register_contract(given, by=live.manager, council=live.council, suppliers=[live.roofer])

    states = {
        "framework": (registered(),),
        "tender": (registered(route="tender"),),
        "called off": (called_off(live).contract,),
    }
    truth.holds(permissions.check_can_record_call_off, permissions.can_record_call_off, RECORD, users, states, REASONS)


SEES = """
                     agreement  other agreement
commissioner         yes
procurement_officer  yes
evaluator            no
evaluation_lead      no
contract_manager     yes
lead_director        yes
member               yes
supplier             yes        no
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
nobody signed in     no
"""


def test_who_sees_an_agreement_and_what_hangs_on_it(stage):
    """The council's own all of them; a supplier those it is on."""
    live, states, users = stage
    users = {**users, truth.NOBODY: AnonymousUser()}
    other = states["over"][0]
    truth.says(
        SEES, truth.seen(FrameworkAgreement.objects.visible_to, users, {"agreement": live.agreement, "other agreement": other})
    )
    lots = {"agreement": live.agreement.lots.first(), "other agreement": other.lots.first()}
    truth.says(SEES, truth.seen(FrameworkLot.objects.visible_to, users, lots))
    rows = {name: lot.suppliers.first() for name, lot in lots.items()}
    truth.says(SEES, truth.seen(LotSupplier.objects.visible_to, users, rows))


def test_a_supplier_that_left_still_sees_what_it_was_on(stage):
    live, _, users = stage
    row = live.roofs.suppliers.get()
    services.leave_lot(row, by=live.manager, left_on=TODAY, reason="It gave up roofing.", expected_version=1)
    with on(TODAY + timedelta(days=30)):
        assert FrameworkAgreement.objects.visible_to(users["supplier"]).filter(pk=live.agreement.pk).exists()


CALL_OFFS = """
                     own draft  other draft  other in force
commissioner         yes
procurement_officer  yes
evaluator            no
evaluation_lead      no
contract_manager     yes
lead_director        yes
member               yes
supplier             yes        no           yes
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
nobody signed in     no
"""


def test_who_sees_a_call_off(stage):
    """A supplier its own, and of the others what the open register publishes: nothing that is still being agreed."""
    live, _, users = stage
    other = {"lot": live.windows, "supplier": live.glazier}
    in_force = called_off(live, title="Windows now", **other)
    start_contract(in_force.contract, by=live.manager, in_force_already=True)
    things = {
        "own draft": called_off(live),
        "other draft": called_off(live, title="Windows later", **other),
        "other in force": in_force,
    }
    found = truth.seen(CallOff.objects.visible_to, {**users, truth.NOBODY: AnonymousUser()}, things)
    truth.says(CALL_OFFS, found)


def test_a_supplier_of_another_agreement_sees_no_call_off_of_this_one(stage):
    live, _, _ = stage
    made = called_off(live)
    start_contract(made.contract, by=live.manager, in_force_already=True)
    stranger = agreed(council=live.council)
    assert not CallOff.objects.visible_to(people.fresh(stranger.roofing)).filter(pk=made.pk).exists()
    assert direct().called_off_on is None
