"""Who may register and change a contract in which status: the whole tables, reasons included."""

from datetime import date, datetime

import pytest

from contracts.register import permissions
from contracts.register.calculations.links import Link
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract, SupplierChange
from contracts.register.services import confirm_link, end_what_is_over, start_contract
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "not-asked": WrongState("The law does not ask that the KPIs of this contract are published"),
    "published": WrongState("It is recorded already when they were published"),
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "ended": WrongState("This contract has ended: what stands in the register is kept as it was"),
    "not-started": WrongState("This contract has not started: change its dates instead"),
    "must-decide": truth.lacks(Permission.DECIDE_AWARDS),
    "in-force": WrongState("The supplier changes while a contract is in force, neither before nor after"),
    "in-house": WrongState("This is an in-house service: it has no supplier"),
    "decided": WrongState("This was decided already, or taken back"),
    "yourself": NotAllowed("You proposed this. Somebody else decides."),
    "proposer": NotAllowed("Only the officer who proposed this can take it back"),
    "ended-early": WrongState("This contract was ended before its last day: it does not go on. Register the new one."),
}


@pytest.fixture(scope="module")
def scene(module_database):
    who = build.parties()
    return who, truth.cast(who.council, who.supplier)


def through_its_statuses(who: build.Parties):
    """A contract without obligations, as it was read in each status."""
    contract, _ = build.draft_contract(who)
    yield contract.status, (contract,)
    contract = start_contract(contract, by=who.manager)
    yield contract.status, (contract,)
    contract = end_contract(contract, by=who.manager, reason="The provider left.")
    yield contract.status, (contract,)


REGISTER = """
                     its council  another
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     yes          must-edit
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_registering(scene):
    who, users = scene
    states = {"its council": (who.council,), "another": (people.council(),)}
    truth.holds(permissions.check_can_register_contract, permissions.can_register_contract, REGISTER, users, states, REASONS)
    assert not permissions.can_register_contract(users["contract_manager"], None)


EDIT = """
                     draft      active  ended
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     yes        yes     ended
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_editing_in_every_status(scene):
    who, users = scene
    check = permissions.check_can_edit_contract
    truth.holds(check, None, EDIT, users, through_its_statuses(who), REASONS, ContractStatus)


CARRY_ON = """
                     draft        active  ended by its last day  ended before it
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     not-started  yes     yes                    ended-early
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def to_each_end(who: build.Parties):
    """A contract as it was read before its end, and one ended by the clock and by a person."""
    contract, _ = build.draft_contract(who)
    yield "draft", (contract,)
    contract = start_contract(contract, by=who.manager)
    yield "active", (contract,)
    short, _ = build.draft_contract(who, ends_on=date(2025, 5, 31))
    short = start_contract(short, by=who.manager)
    with clock.at(datetime(2025, 6, 1, 9, tzinfo=clock.LONDON)):
        end_what_is_over(clock.now())
    yield "ended by its last day", (Contract.objects.get(pk=short.pk),)
    yield "ended before it", (end_contract(contract, by=who.manager, reason="The provider left.", ended_on=date(2025, 5, 1)),)


def test_carrying_on(scene):
    who, users = scene
    truth.holds(permissions.check_can_carry_on, permissions.can_carry_on, CARRY_ON, users, to_each_end(who), REASONS)


SUPPLIER_SIDE = """
                     contract
commissioner         no
procurement_officer  no
evaluator            no
evaluation_lead      no
contract_manager     no
lead_director        no
member               no
supplier             yes
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
"""

COUNCIL_SIDE = """
                     contract
commissioner         no
procurement_officer  no
evaluator            no
evaluation_lead      no
contract_manager     yes
lead_director        no
member               no
supplier             no
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
"""


@pytest.mark.parametrize(
    "acts, expected",
    [(permissions.acts_for_supplier, SUPPLIER_SIDE), (permissions.acts_for_council, COUNCIL_SIDE)],
    ids=["supplier", "council"],
)
def test_for_whom_somebody_acts(scene, acts, expected):
    """For the side, in whatever status the contract is."""
    who, users = scene
    truth.holds(None, acts, expected, users, {"contract": (build.draft_contract(who)[0],)}, REASONS)


CONFIRM_LINK = """
                     waits         confirmed
commissioner         must-confirm
procurement_officer  yes           confirmed
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     yes           confirmed
lead_director        must-confirm
member               must-confirm
supplier             must-confirm
partner              must-confirm
administrator        must-confirm
elsewhere            must-confirm
left                 must-confirm
inactive             must-confirm
"""


def test_confirming_a_link_that_was_found_by_name(scene):
    who, users = scene
    contract, _ = build.draft_contract(who, suppliers=[Link(who.supplier, "name")])
    waits = contract.parties.get()
    states = {"waits": (waits,), "confirmed": (confirm_link(waits, by=users["procurement_officer"]),)}
    reasons = {
        "must-confirm": truth.lacks(Permission.CONFIRM_SUPPLIERS),
        "confirmed": WrongState("This link is confirmed already"),
    }
    truth.holds(permissions.check_can_confirm_link, permissions.can_confirm_link, CONFIRM_LINK, users, states, reasons)


CHANGE_SUPPLIER = """
                     draft      active     ended      in-house
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     in-force   yes        in-force   in-house
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_proposing_another_supplier(scene):
    who, users = scene
    own = start_contract(build.draft_contract(who, suppliers=[])[0], by=who.manager)
    states = {**dict(through_its_statuses(who)), "in-house": (own,)}
    check, can = permissions.check_can_change_supplier, permissions.can_change_supplier
    truth.holds(check, can, CHANGE_SUPPLIER, users, states, REASONS)


DECIDE_SUPPLIER = """
                     by another   by the director  decided      another council
commissioner         must-decide
procurement_officer  must-decide
evaluator            must-decide
evaluation_lead      must-decide
contract_manager     must-decide
lead_director        yes          yourself         decided      must-decide
member               must-decide
supplier             must-decide
partner              must-decide
administrator        must-decide
elsewhere            must-decide
left                 must-decide
inactive             must-decide
"""


def a_change(contract, by, **details) -> SupplierChange:
    return SupplierChange(contract=contract, comes=people.supplier(), asked_by=by, **details)


def test_deciding_on_another_supplier(scene):
    who, users = scene
    contract, _ = build.draft_contract(who)
    states = {
        "by another": (a_change(contract, who.manager),),
        "by the director": (a_change(contract, users["lead_director"]),),
        "decided": (a_change(contract, who.manager, decided_at=clock.now()),),
        "another council": (a_change(build.draft_contract()[0], who.manager),),
    }
    check, can = permissions.check_can_decide_supplier_change, permissions.can_decide_supplier_change
    truth.holds(check, can, DECIDE_SUPPLIER, users, states, REASONS)


TAKE_BACK = """
                     waits      decided
contract_manager     yes        decided
lead_director        proposer   proposer
member               proposer   proposer
"""


def test_taking_back_another_supplier(scene):
    who, users = scene
    contract, _ = build.draft_contract(who)
    by = users["contract_manager"]
    states = {"waits": (a_change(contract, by),), "decided": (a_change(contract, by, decided_at=clock.now()),)}
    some = {role: users[role] for role in ("contract_manager", "lead_director", "member")}
    check, can = permissions.check_can_withdraw_supplier_change, permissions.can_withdraw_supplier_change
    truth.holds(check, can, TAKE_BACK, some, states, REASONS)


NO_KPIS = """
                     draft      active     ended
commissioner         must-edit  must-edit  must-edit
procurement_officer  must-edit  must-edit  must-edit
evaluator            must-edit  must-edit  must-edit
evaluation_lead      must-edit  must-edit  must-edit
contract_manager     yes        yes        ended
lead_director        must-edit  must-edit  must-edit
member               must-edit  must-edit  must-edit
supplier             must-edit  must-edit  must-edit
partner              must-edit  must-edit  must-edit
administrator        must-edit  must-edit  must-edit
elsewhere            must-edit  must-edit  must-edit
left                 must-edit  must-edit  must-edit
inactive             must-edit  must-edit  must-edit
"""


def test_saying_why_the_law_asks_for_no_kpis(scene):
    who, users = scene
    check, can = permissions.check_can_say_why_no_kpis, permissions.can_say_why_no_kpis
    truth.holds(check, can, NO_KPIS, users, through_its_statuses(who), REASONS, ContractStatus)


PUBLISH = """
                     nothing-to-publish  to-publish  published  ended
commissioner         must-edit           must-edit   must-edit  must-edit
procurement_officer  must-edit           must-edit   must-edit  must-edit
evaluator            must-edit           must-edit   must-edit  must-edit
evaluation_lead      must-edit           must-edit   must-edit  must-edit
contract_manager     not-asked           yes         published  ended
lead_director        must-edit           must-edit   must-edit  must-edit
member               must-edit           must-edit   must-edit  must-edit
supplier             must-edit           must-edit   must-edit  must-edit
partner              must-edit           must-edit   must-edit  must-edit
administrator        must-edit           must-edit   must-edit  must-edit
elsewhere            must-edit           must-edit   must-edit  must-edit
left                 must-edit           must-edit   must-edit  must-edit
inactive             must-edit           must-edit   must-edit  must-edit
"""


def test_recording_that_kpis_were_published(scene):
    who, users = scene

    def states():
        contract, _ = build.active_contract(who, obligations=0)
        yield "nothing-to-publish", (contract,)
        contract.kpis_publish_by = date(2026, 3, 31)
        yield "to-publish", (contract,)
        contract.kpis_published_on = date(2026, 3, 2)
        yield "published", (contract,)
        yield "ended", (end_contract(contract, by=who.manager, reason="The provider left."),)

    truth.holds(permissions.check_can_publish_kpis, permissions.can_publish_kpis, PUBLISH, users, states(), REASONS)
