"""Who chooses how many returns one is drawn of: the whole table, reasons included."""

import pytest

from contracts.draws import permissions
from socialvalue.accounts.enums import Permission
from tests.builders import contracts as build
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
REASONS = {"must-approve": truth.lacks(Permission.APPROVE_REPORTS)}
CHOOSE = """
                     council
commissioner         must-approve
procurement_officer  must-approve
evaluator            must-approve
evaluation_lead      must-approve
contract_manager     must-approve
lead_director        yes
member               must-approve
supplier             must-approve
partner              must-approve
administrator        must-approve
elsewhere            must-approve
left                 must-approve
inactive             must-approve
"""


def test_who_chooses():
    who = build.parties()
    users = truth.cast(who.council, who.supplier)
    states = [("council", (who.council,))]
    truth.holds(permissions.check_can_choose_draw, permissions.can_choose_draw, CHOOSE, users, states, REASONS)
