"""Who names the offices that keep the heads of the record, and who ends them: the whole table, reasons included."""

import pytest

from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.ledger import permissions
from socialvalue.ledger.models import Witness
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
REASONS = {
    "must-administer": NotAllowed("Only an administrator of this council may do this"),
    "is-over": WrongState("This office is sent no heads any more"),
}
ADD = """
                     council
commissioner         must-administer
procurement_officer  must-administer
evaluator            must-administer
evaluation_lead      must-administer
contract_manager     must-administer
lead_director        must-administer
member               must-administer
supplier             must-administer
partner              must-administer
administrator        yes
elsewhere            must-administer
left                 must-administer
inactive             must-administer
"""
END = """
                     standing         ended
commissioner         must-administer
procurement_officer  must-administer
evaluator            must-administer
evaluation_lead      must-administer
contract_manager     must-administer
lead_director        must-administer
member               must-administer
supplier             must-administer
partner              must-administer
administrator        yes              is-over
elsewhere            must-administer
left                 must-administer
inactive             must-administer
"""


@pytest.fixture
def scene():
    who = build.parties()
    by = people.person(who.council, Role.ADMINISTRATOR)
    standing = Witness(council=who.council, name="Auditor", added_by=by)
    ended = Witness(council=who.council, name="Auditor", added_by=by, ended_at=clock.now(), ended_by=by)
    return who, truth.cast(who.council, who.supplier), standing, ended


def test_who_names_a_witness(scene):
    who, users, _, _ = scene
    states = [("council", (who.council,))]
    truth.holds(permissions.check_can_add_witness, permissions.can_add_witness, ADD, users, states, REASONS)


def test_who_ends_one(scene):
    _, users, standing, ended = scene
    states = [("standing", (standing,)), ("ended", (ended,))]
    truth.holds(permissions.check_can_end_witness, permissions.can_end_witness, END, users, states, REASONS)
