"""Who may take back what was published, and send an idea, in every stage: the whole tables, reasons included."""

import pytest
from django.contrib.auth.models import AnonymousUser

from procurement.commissioning.enums import Stage
from procurement.engagement import permissions
from procurement.engagement.models import Remark
from procurement.engagement.services import edit_remark
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import commissioning, engagement, people
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


UNDO_REMARK = """
                     just recorded  corrected      evidence    published
commissioner         not-recorder
procurement_officer  not-recorder
evaluator            not-recorder
evaluation_lead      not-recorder
contract_manager     not-recorder
lead_director        not-recorder
member               not-recorder
supplier             not-recorder
partner              not-recorder
administrator        not-recorder
elsewhere            not-recorder
left                 not-recorder
inactive             not-recorder
recorded it          yes            was-corrected  is-used     is-used
"""

UNDO_REASONS = {
    "not-recorder": NotAllowed("Only the person who recorded this remark can undo it"),
    "was-corrected": WrongState("This cannot be undone: the remark has been corrected or answered since"),
    "is-used": WrongState("This cannot be undone: the remark is used already, as evidence or in what was published"),
}


def test_undoing_a_remark(scene):
    council, users = scene
    body = commissioning.commission(council=council)
    corrected, evidence, published = (engagement.remark(body, text=f"Sundays would help, said {n}.") for n in range(3))
    edit_remark(corrected, by=body.lead, text="Sunday mornings would help.")
    corrected.refresh_from_db()
    commissioning.outcome(body, remarks=[evidence])
    engagement.published_you_said(body, published)
    published.refresh_from_db()
    # Published remarks have an answer, which is a save of its own: the rule about what is used stands behind it
    Remark.objects.filter(pk=published.pk).update(version=1)
    published.refresh_from_db()
    states = {
        "just recorded": (engagement.remark(body, text="Mornings would help."),),
        "corrected": (corrected,),
        "evidence": (evidence,),
        "published": (published,),
    }
    users = {**users, "recorded it": body.lead}
    truth.holds(permissions.check_can_undo_remark, permissions.can_undo_remark, UNDO_REMARK, users, states, UNDO_REASONS)
