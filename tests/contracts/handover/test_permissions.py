"""Who makes the contract of an award, and when: the whole table, reasons included."""

import pytest

from contracts.handover import permissions
from procurement.award.enums import AwardStatus
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import WrongState
from tests.builders import people, stages
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
