"""Who may take back what was published, and send an idea, in every stage: the whole tables, reasons included."""

import pytest
from django.contrib.auth.models import AnonymousUser

from procurement.commissioning.enums import Stage
from procurement.engagement import permissions
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import WrongState
from tests.builders import commissioning, people
from tests.fixtures import truth
from tests.procurement.commissioning.test_permissions import through_its_stages

pytestmark = pytest.mark.django_db

REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_COMMISSIONS),
    "must-bid": truth.lacks(Permission.BID),
    "not-planned": WrongState("This commission is not in the public forward plan"),
    "moved-on": WrongState("Ideas can be sent while the service is being analysed or planned. This commission has moved on."),
}


@pytest.fixture(scope="module")
def scene(module_database):
    council = people.council()
    return council, truth.cast(council)


TAKE_BACK = """
                     analyse    plan  do  review  closed
commissioner         yes
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     must-edit
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
nobody signed in     no
"""


def test_taking_back(scene):
    """As long as what was published stands, after the commission is closed too."""
    council, users = scene
    body = commissioning.considered(commissioning.commission(council=council))
    check, can = permissions.check_can_take_back, permissions.can_take_back
    truth.holds(check, can, TAKE_BACK, {**users, truth.NOBODY: AnonymousUser()}, through_its_stages(body), REASONS, Stage)


def in_the_plan_and_out(council, supplier):
    yield "kept out", (commissioning.commission(council=council, in_forward_plan=False), supplier)
    body = commissioning.considered(commissioning.commission(council=council))
    for stage, (read,) in through_its_stages(body):
        yield stage, (read, supplier)


DISCLOSE = """
                     kept out     analyse  plan  do        review    closed
commissioner         must-bid
procurement_officer  must-bid
evaluator            must-bid
evaluation_lead      must-bid
contract_manager     must-bid
lead_director        must-bid
member               must-bid
supplier             not-planned  yes      yes   moved-on  moved-on  moved-on
partner              must-bid
administrator        must-bid
elsewhere            must-bid
left                 must-bid
inactive             must-bid
"""


def test_sending_an_idea(scene):
    council, users = scene
    states = in_the_plan_and_out(council, users["supplier"].supplier)
    truth.holds(permissions.check_can_disclose, None, DISCLOSE, users, states, REASONS, Stage)
