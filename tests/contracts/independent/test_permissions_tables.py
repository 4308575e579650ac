"""Who asks, enters and settles, by role: whole tables, reasons included. Who is outside by more than a role: test_permissions."""

import pytest

from contracts.independent import permissions
from contracts.independent.models import Confirmation
from contracts.returns import services as returns
from contracts.returns.models import Return
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.contracts.independent.steps import NOW, verified
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
REASONS = {
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "not-verified": WrongState("Only a verified return is checked independently"),
    "another": NotAllowed("Somebody else was asked to check this return"),
    "nothing": WrongState("There is nothing to settle: it agrees, or somebody has said already what follows"),
}


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def scene():
    kpi_return, who = verified()
    return kpi_return, who, truth.cast(who.council, who.supplier)


def replaced(kpi_return, who) -> Return:
    again = returns.correct_return(kpi_return.due, by=who.reporter, reason="One was counted twice in June.")
    returns.verify_return(returns.submit_return(again, by=who.reporter), by=who.manager, comment=build.SEEN)
    return Return.objects.get(pk=kpi_return.pk)


ASK = """
                     verified     replaced
commissioner         must-verify  must-verify
procurement_officer  must-verify  must-verify
evaluator            must-verify  must-verify
evaluation_lead      must-verify  must-verify
contract_manager     yes          not-verified
lead_director        yes          not-verified
member               must-verify  must-verify
supplier             must-verify  must-verify
partner              must-verify  must-verify
administrator        must-verify  must-verify
elsewhere            must-verify  must-verify
left                 must-verify  must-verify
inactive             must-verify  must-verify
"""


@pytest.mark.parametrize(
    ("check", "can"),
    [
        (permissions.check_can_ask, permissions.can_ask),
        (permissions.check_can_record_outside, permissions.can_record_outside),
    ],
)
def test_who_asks_and_who_enters_a_body_outside(scene, check, can):
    """By role they are the same; that neither of the two people enters one is in test_permissions."""
    kpi_return, who, users = scene

    def states():
        yield "verified", (kpi_return,)
        yield "replaced", (replaced(kpi_return, who),)

    truth.holds(check, can, ASK, users, states(), REASONS)


CONFIRM = """
                     theirs
commissioner         another
procurement_officer  another
evaluator            another
evaluation_lead      another
contract_manager     another
lead_director        another
member               another
supplier             another
partner              another
administrator        another
elsewhere            another
left                 another
inactive             another
"""


def test_nobody_answers_what_somebody_else_was_asked(scene):
    kpi_return, who, users = scene
    one = Confirmation(kpi_return=kpi_return, asked_by=who.manager, asked_of=who.director)
    truth.holds(permissions.check_can_confirm, permissions.can_confirm, CONFIRM, users, [("theirs", (one,))], REASONS)


SETTLE = """
                     differs    settled    agrees     replaced
commissioner         must-edit  must-edit  must-edit  must-edit
procurement_officer  must-edit  must-edit  must-edit  must-edit
evaluator            must-edit  must-edit  must-edit  must-edit
evaluation_lead      must-edit  must-edit  must-edit  must-edit
contract_manager     yes        nothing    nothing    not-verified
lead_director        must-edit  must-edit  must-edit  must-edit
member               must-edit  must-edit  must-edit  must-edit
supplier             must-edit  must-edit  must-edit  must-edit
partner              must-edit  must-edit  must-edit  must-edit
administrator        must-edit  must-edit  must-edit  must-edit
elsewhere            must-edit  must-edit  must-edit  must-edit
left                 must-edit  must-edit  must-edit  must-edit
inactive             must-edit  must-edit  must-edit  must-edit
"""


def test_who_says_why_a_figure_stands(scene):
    kpi_return, who, users = scene

    def made(finding: str, **fields) -> Confirmation:
        return Confirmation(kpi_return=kpi_return, asked_by=who.manager, body="A university", finding=finding, **fields)

    def states():
        yield "differs", (made("differs"),)
        yield "settled", (made("differs", settled_at=NOW),)
        yield "agrees", (made("agrees"),)
        one = made("differs")
        one.kpi_return = replaced(kpi_return, who)
        yield "replaced", (one,)

    truth.holds(permissions.check_can_settle, permissions.can_settle, SETTLE, users, states(), REASONS)
