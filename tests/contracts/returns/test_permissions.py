"""Who verifies a return or sends it back, in every status: the whole tables, reasons included."""

import pytest

from contracts.returns import permissions
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.contracts.evidence.returned import NOW, a_councils_return, a_suppliers_return, everybody
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "suppliers-own": NotAllowed("The supplier's own people do not verify its returns"),
    "own-return": NotAllowed("You made this return yourself: somebody else verifies it"),
    **{f"is-{status.value}": WrongState(f"This cannot be done now: the return is “{status.label}”.") for status in ReturnStatus},
}


@pytest.fixture(scope="module", autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def scene(module_database, stopped_clock):
    return everybody()


DECIDE_SUPPLIERS = """
                     draft          submitted  queried     verified     replaced
commissioner         must-verify
procurement_officer  must-verify
evaluator            must-verify
evaluation_lead      must-verify
contract_manager     is-draft       yes        is-queried  is-verified  is-replaced
lead_director        is-draft       yes        is-queried  is-verified  is-replaced
member               must-verify
supplier             must-verify
partner              must-verify
administrator        must-verify
elsewhere            must-verify
left                 must-verify
inactive             must-verify
began it             is-draft       yes        is-queried  is-verified  is-replaced
sent it              is-draft       yes        is-queried  is-verified  is-replaced
both sides           suppliers-own
"""

DECIDE_COUNCILS = """
                     draft          submitted   queried
commissioner         must-verify
procurement_officer  must-verify
evaluator            must-verify
evaluation_lead      must-verify
contract_manager     is-draft       yes         is-queried
lead_director        is-draft       yes         is-queried
member               must-verify
supplier             must-verify
partner              must-verify
administrator        must-verify
elsewhere            must-verify
left                 must-verify
inactive             must-verify
began it             own-return
sent it              is-draft       own-return  own-return
both sides           suppliers-own
"""


def test_deciding_on_a_suppliers_return(scene):
    who, users = scene
    states = a_suppliers_return(who, users)
    truth.holds(permissions.check_can_decide, permissions.can_decide, DECIDE_SUPPLIERS, users, states, REASONS, ReturnStatus)


def test_deciding_on_a_councils_return(scene):
    who, users = scene
    states = a_councils_return(who, users)
    truth.holds(permissions.check_can_decide, permissions.can_decide, DECIDE_COUNCILS, users, states, REASONS)
