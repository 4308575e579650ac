"""Who verifies a return or sends it back, in every status: the whole tables, reasons included."""

from decimal import Decimal

import pytest

from contracts.returns import permissions, services
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.contracts.evidence.returned import NOW, a_councils_return, a_suppliers_return, everybody
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "suppliers-own": NotAllowed("The supplier's own people do not verify its returns"),
    "own-return": NotAllowed("You made this return yourself: somebody else verifies it"),
    **{f"is-{status.value}": WrongState(f"This cannot be done now: the return is “{status.label}”") for status in ReturnStatus},
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


UNDO_SUBMIT = """
                     draft  submitted  queried  verified  replaced
commissioner         is-draft  not-sender  is-queried  is-verified  is-replaced
procurement_officer  is-draft  not-sender  is-queried  is-verified  is-replaced
evaluator            is-draft  not-sender  is-queried  is-verified  is-replaced
evaluation_lead      is-draft  not-sender  is-queried  is-verified  is-replaced
contract_manager     is-draft  not-sender  is-queried  is-verified  is-replaced
lead_director        is-draft  not-sender  is-queried  is-verified  is-replaced
member               is-draft  not-sender  is-queried  is-verified  is-replaced
supplier             is-draft  yes  is-queried  is-verified  is-replaced
partner              is-draft  not-sender  is-queried  is-verified  is-replaced
administrator        is-draft  not-sender  is-queried  is-verified  is-replaced
elsewhere            is-draft  not-sender  is-queried  is-verified  is-replaced
left                 is-draft  not-sender  is-queried  is-verified  is-replaced
inactive             is-draft  not-sender  is-queried  is-verified  is-replaced
began it             is-draft  not-sender  is-queried  is-verified  is-replaced
sent it              is-draft  not-sender  is-queried  is-verified  is-replaced
both sides           is-draft  yes  is-queried  is-verified  is-replaced
reported it          is-draft  yes  is-queried  is-verified  is-replaced
verified it          is-draft  not-sender  is-queried  is-verified  is-replaced
"""

UNDO_VERIFY = """
                     draft  submitted  queried  verified  replaced
commissioner         is-draft  is-submitted  is-queried  not-verifier  is-replaced
procurement_officer  is-draft  is-submitted  is-queried  not-verifier  is-replaced
evaluator            is-draft  is-submitted  is-queried  not-verifier  is-replaced
evaluation_lead      is-draft  is-submitted  is-queried  not-verifier  is-replaced
contract_manager     is-draft  is-submitted  is-queried  not-verifier  is-replaced
lead_director        is-draft  is-submitted  is-queried  not-verifier  is-replaced
member               is-draft  is-submitted  is-queried  not-verifier  is-replaced
supplier             is-draft  is-submitted  is-queried  not-verifier  is-replaced
partner              is-draft  is-submitted  is-queried  not-verifier  is-replaced
administrator        is-draft  is-submitted  is-queried  not-verifier  is-replaced
elsewhere            is-draft  is-submitted  is-queried  not-verifier  is-replaced
left                 is-draft  is-submitted  is-queried  not-verifier  is-replaced
inactive             is-draft  is-submitted  is-queried  not-verifier  is-replaced
began it             is-draft  is-submitted  is-queried  not-verifier  is-replaced
sent it              is-draft  is-submitted  is-queried  not-verifier  is-replaced
both sides           is-draft  is-submitted  is-queried  not-verifier  is-replaced
reported it          is-draft  is-submitted  is-queried  not-verifier  is-replaced
verified it          is-draft  is-submitted  is-queried  yes  is-replaced
"""

UNDO_REASONS = {
    "not-sender": NotAllowed("Only the person who submitted this return, or a colleague of the same supplier, can undo it"),
    "not-verifier": NotAllowed("Only the person who verified this return can undo it"),
    **{f"is-{status.value}": WrongState(f"This cannot be undone: the return is “{status.label}”") for status in ReturnStatus},
}


@pytest.mark.parametrize(
    "check, can, expected",
    [
        (permissions.check_can_undo_submit, permissions.can_undo_submit, UNDO_SUBMIT),
        (permissions.check_can_undo_verify, permissions.can_undo_verify, UNDO_VERIFY),
    ],
)
def test_undoing_within_ten_minutes(scene, check, can, expected):
    who, users = scene
    users = {**users, "reported it": who.reporter, "verified it": who.manager}
    truth.holds(check, can, expected, users, a_suppliers_return(who, users), UNDO_REASONS, ReturnStatus)


# “first” was never verified; the others are the correction of a verified return
DROP = """
                     first            begun            submitted        queried  verified
commissioner         no-side
procurement_officer  no-side
evaluator            no-side
evaluation_lead      no-side
contract_manager     suppliers-draft  suppliers-draft  fixed-submitted  only     fixed-verified
lead_director        no-side
member               no-side
supplier             only             yes              fixed-submitted  only     fixed-verified
partner              no-side
administrator        no-side
elsewhere            no-side
left                 no-side
inactive             no-side
began it             suppliers-draft  suppliers-draft  fixed-submitted  only     fixed-verified
sent it              suppliers-draft  suppliers-draft  fixed-submitted  only     fixed-verified
both sides           only             yes              fixed-submitted  only     fixed-verified
"""

DROP_REASONS = {
    "no-side": NotAllowed("Returns are made by the contract's supplier or by the council's contract managers"),
    "suppliers-draft": WrongState("The supplier has begun this return and has not submitted it yet"),
    "only": WrongState("Only a correction that is not submitted can be dropped"),
    **{
        f"fixed-{status.value}": WrongState(f"This return can no longer be changed: it is “{status.label}”")
        for status in ReturnStatus
    },
}


def a_suppliers_correction(who):
    due = build.first_due(build.active_contract(who)[0])
    yield "first", (services.save_return(due, by=who.reporter, value=Decimal(3)),)
    services.verify_return(
        services.submit_return(Return.objects.get(due=due), by=who.reporter), by=who.manager, comment=build.SEEN
    )
    body = services.correct_return(due, by=who.reporter, reason="One was counted twice.")
    yield "begun", (body,)
    body = services.submit_return(body, by=who.reporter)
    yield "submitted", (body,)
    body = services.query_return(body, by=who.manager, comment="Whom did you count?")
    yield "queried", (body,)
    body = services.submit_return(Return.objects.get(pk=body.pk), by=who.reporter)
    yield "verified", (services.verify_return(body, by=who.manager, comment=build.SEEN),)


def test_dropping_a_correction(scene):
    who, users = scene
    truth.holds(permissions.check_can_drop, permissions.can_drop, DROP, users, a_suppliers_correction(who), DROP_REASONS)
