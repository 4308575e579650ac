"""Who follows up, who can be asked to, who enters rules: whole tables, reasons included."""

import pytest

from contracts.follow_up import permissions
from contracts.follow_up.models import FollowUp
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.contracts.follow_up.steps import NOW, dues_of
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
REASONS = {
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "closed": WrongState("There is nothing to follow up: it no longer stands, or somebody was done with it"),
    "no-manager": NotAllowed("Only a contract manager can be asked to follow up"),
}


@pytest.fixture
def scene():
    with clock.at(NOW):
        contract, who = build.active_contract()
        item = FollowUp(council=who.council, contract=contract, due=dues_of(contract)[0], question="in_time", found_on=NOW.date())
        yield who, item, truth.cast(who.council, who.supplier)


FOLLOW = """
                     open         done         gone
commissioner         must-verify  must-verify  must-verify
procurement_officer  must-verify  must-verify  must-verify
evaluator            must-verify  must-verify  must-verify
evaluation_lead      must-verify  must-verify  must-verify
contract_manager     yes          closed       closed
lead_director        yes          closed       closed
member               must-verify  must-verify  must-verify
supplier             must-verify  must-verify  must-verify
partner              must-verify  must-verify  must-verify
administrator        must-verify  must-verify  must-verify
elsewhere            must-verify  must-verify  must-verify
left                 must-verify  must-verify  must-verify
inactive             must-verify  must-verify  must-verify
"""


def test_who_follows_up(scene):
    _, item, users = scene

    def states():
        yield "open", (item,)
        item.done_at = NOW
        yield "done", (item,)
        item.done_at, item.gone_at = None, NOW
        yield "gone", (item,)

    truth.holds(permissions.check_can_follow_up, permissions.can_follow_up, FOLLOW, users, states(), REASONS)


GIVEN = """
                     open
commissioner         no-manager
procurement_officer  no-manager
evaluator            no-manager
evaluation_lead      no-manager
contract_manager     yes
lead_director        no-manager
member               no-manager
supplier             no-manager
partner              no-manager
administrator        no-manager
elsewhere            no-manager
left                 no-manager
inactive             no-manager
"""


def test_who_can_be_asked(scene):
    _, item, users = scene
    check, can = permissions.check_can_be_given, permissions.can_be_given
    truth.holds(check, can, GIVEN, users, [("open", (item,))], REASONS)


RULE = """
                     council
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


def test_who_enters_rules(scene):
    who, _, users = scene
    truth.holds(permissions.check_can_rule, permissions.can_rule, RULE, users, [("council", (who.council,))], REASONS)
