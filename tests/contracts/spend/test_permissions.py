"""Who says what was spent, in every status of the contract: the whole table, reasons included."""

import pytest

from contracts.register.enums import ContractStatus
from contracts.spend import permissions
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import WrongState
from tests.builders import contracts as build
from tests.contracts.register.test_permissions import through_its_statuses
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "not-begun": WrongState("This contract has not begun: nothing is spent before that"),
}
SAY = """
                     draft      active  ended
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     not-begun  yes     yes
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_saying_what_was_spent():
    who = build.parties()
    users = truth.cast(who.council, who.supplier)
    truth.holds(
        permissions.check_can_say_spent, permissions.can_say_spent, SAY, users, through_its_statuses(who), REASONS, ContractStatus
    )
