"""Who makes the contract of an award, and when: the whole table, reasons included."""

import pytest

from contracts.handover import permissions, services
from contracts.handover.enums import Point
from contracts.register.enums import ContractStatus
from procurement.award.enums import AwardStatus
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts, people, stages
from tests.contracts.register.test_permissions import through_its_statuses
from tests.fixtures import truth
from tests.procurement.award.test_permissions import GOES_NO_FURTHER, still_standing, terminated, with_time

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(module_database):
    council = people.council()
    return truth.cast(council), stages.all_the_way(council).awards, terminated(council)


MAKE_CONTRACT = """
                     proposed         returned         decided         notified    contracted    stood still  terminated
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     untold-proposed  untold-returned  untold-decided  standstill  made-already  yes          ended
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_making_the_contract(scene):
    users, awards, ended = scene
    reasons = {
        "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
        "ended": GOES_NO_FURTHER,
        "standstill": still_standing(awards["notified"]),
        "made-already": WrongState("The contract of this award is made already"),
        **{
            f"untold-{status.value}": WrongState(
                f"The contract is made once the bidders were told: the award is “{status.label}”"
            )
            for status in AwardStatus
        },
    }
    check, can = permissions.check_can_make_contract, permissions.can_make_contract
    truth.holds(check, can, MAKE_CONTRACT, users, with_time(awards, ended), reasons, AwardStatus)


@pytest.fixture(scope="module")
def parties(module_database):
    who = contracts.parties()
    return who, truth.cast(who.council, who.supplier)


MINUTE = """
                     draft      active  ended
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     yes        yes     contract-ended
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""
REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "contract-ended": WrongState("This contract has ended: what stands in the register is kept as it was"),
    "not-theirs": NotAllowed("The contract’s supplier says whether this is what was settled"),
    "said-already": WrongState("Your side has said already that this is what was settled"),
}


def test_entering_what_the_kick_off_settled(parties):
    who, users = parties
    states = through_its_statuses(who)
    truth.holds(permissions.check_can_minute, permissions.can_minute, MINUTE, users, states, REASONS, ContractStatus)


def minuted_in_turn(who: contracts.Parties):
    contract, _ = contracts.active_contract(who)
    kept = services.keep_minute(
        contract,
        by=who.manager,
        held_on=clock.today(),
        council_people="Manager",
        supplier_people="Lead",
        answers={point.value: "Both sides read it and agree." for point in Point},
    )
    yield "entered", (kept,)
    yield "confirmed", (services.agree_minute(kept, by=who.reporter),)


AGREE_MINUTE = """
                     entered     confirmed
commissioner         not-theirs
procurement_officer  not-theirs
evaluator            not-theirs
evaluation_lead      not-theirs
contract_manager     not-theirs
lead_director        not-theirs
member               not-theirs
supplier             yes         said-already
partner              not-theirs
administrator        not-theirs
elsewhere            not-theirs
left                 not-theirs
inactive             not-theirs
"""


def test_confirming_what_the_kick_off_settled(parties):
    who, users = parties
    truth.holds(
        permissions.check_can_agree_minute, permissions.can_agree_minute, AGREE_MINUTE, users, minuted_in_turn(who), REASONS
    )
