"""Who may do what to a commission and its plan in which status: the whole tables, reasons included."""

import pytest

from procurement.commissioning import permissions, services
from procurement.commissioning.enums import ActPoint, PlanStatus, Stage
from procurement.commissioning.models import Commission, Plan
from socialvalue.accounts.enums import Permission, Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import commissioning, people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_COMMISSIONS),
    "must-approve": truth.lacks(Permission.APPROVE_PLANS),
    "must-check": truth.lacks(Permission.CHECK_TENDERS),
    "closed": WrongState("This commission is closed. Its record is kept as it is."),
    "own-plan": NotAllowed("You submitted this plan. Somebody else has to approve or return it."),
    "own-urgency": NotAllowed("You recorded the urgency. Somebody else has to confirm it and publish."),
    **{
        f"is-{status.value}": WrongState(f"The plan is “{status.label}”; it can be changed while it is a draft or was returned")
        for status in PlanStatus
    },
}


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast, and one who edits commissions, approves plans and checks tenders."""
    council = people.council()
    users = truth.cast(council)
    users["made it"] = people.person(council, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)
    return council, users


CREATE = """
                     its council  another
commissioner         yes          must-edit
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
made it              yes          must-edit
"""


def test_creating(scene):
    council, users = scene
    states = {"its council": (council,), "another": (people.council(),)}
    truth.holds(permissions.check_can_create, permissions.can_create, CREATE, users, states, REASONS)


def through_its_stages(body: Commission):
    """The commission, moved on after each answer."""
    moves = {Stage.ANALYSE: "plan", Stage.PLAN: "do", Stage.DO: "review", Stage.REVIEW: "close"}
    for stage, verb in moves.items():
        assert body.stage == stage
        yield str(stage), (body,)
        if verb == "do":
            services.approve_plan(commissioning.submitted_plan(body), by=commissioning.approver(body.council))
        body = services.move_stage(body, verb, by=body.lead, reason="The need is known already.")
    yield body.stage, (body,)


EDIT = """
                     analyse    plan  do   review  closed
commissioner         yes        yes   yes  yes     closed
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
made it              yes        yes   yes  yes     closed
"""


def test_editing_in_every_stage(scene):
    council, users = scene
    body = commissioning.considered(commissioning.commission(council=council))
    truth.holds(permissions.check_can_edit, permissions.can_edit, EDIT, users, through_its_stages(body), REASONS, Stage)


COPY = """
                     analyse    plan  do   review  closed
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
made it              yes
"""


def test_copying_in_every_stage(scene):
    """A commission that is closed is the one to start from."""
    council, users = scene
    body = commissioning.considered(commissioning.commission(council=council))
    truth.holds(permissions.check_can_copy, permissions.can_copy, COPY, users, through_its_stages(body), REASONS, Stage)


def through_its_statuses(by):
    """A plan as it was read in each status, and at the end its commission closed. ``by`` drafts and submits it."""
    body = commissioning.considered(commissioning.commission(by=by, council=by.council))
    plan = commissioning.complete_plan(body)
    approver = commissioning.approver(by.council)
    yield plan.status, (plan,)
    plan = services.submit_plan(plan, by=by)
    yield plan.status, (plan,)
    plan = services.return_plan(plan, by=approver, comment="Say who was asked.")
    yield plan.status, (plan,)
    plan = services.approve_plan(services.submit_plan(plan, by=by), by=approver)
    yield plan.status, (plan,)
    services.move_stage(body, "close", by=by, reason="The service is no longer needed.")
    yield "commission closed", (Plan.objects.select_related("commission").get(pk=plan.pk),)


EDIT_PLAN = """
                     draft      submitted     returned  approved     commission closed
commissioner         yes        is-submitted  yes       is-approved  closed
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
made it              yes        is-submitted  yes       is-approved  closed
"""

COMMENT = """
                     draft      submitted  returned  approved  commission closed
commissioner         yes        yes        yes       yes       closed
procurement_officer  yes
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     must-edit
lead_director        yes
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
made it              yes
"""

DECIDE_PLAN = """
                     draft         submitted  returned  approved  commission closed
commissioner         must-approve
procurement_officer  yes
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
made it              yes           own-plan   own-plan  own-plan  own-plan
"""

PLANS = [
    (permissions.check_can_edit_plan, permissions.can_edit_plan, EDIT_PLAN),
    (permissions.check_can_comment, permissions.can_comment, COMMENT),
    (permissions.check_can_decide_plan, permissions.can_decide_plan, DECIDE_PLAN),
]


@pytest.mark.parametrize("check, can, expected", PLANS, ids=[check.__name__ for check, *_ in PLANS])
def test_a_plan_in_every_status(scene, check, can, expected):
    _, users = scene
    truth.holds(check, can, expected, users, through_its_statuses(users["made it"]), REASONS, PlanStatus)


CONFIRM_URGENCY = """
                     recorded
commissioner         must-check
procurement_officer  yes
evaluator            must-check
evaluation_lead      must-check
contract_manager     must-check
lead_director        must-check
member               must-check
supplier             must-check
partner              must-check
administrator        must-check
elsewhere            must-check
left                 must-check
inactive             must-check
made it              own-urgency
"""


def test_confirming_urgency(scene):
    council, users = scene
    by = users["made it"]
    body = commissioning.commission(by=by, council=council)
    urgency = services.consider(body, by=by, point=ActPoint.URGENCY, text="The roof fell in.", considered_on=clock.today())
    check = permissions.check_can_confirm_urgency
    truth.holds(check, None, CONFIRM_URGENCY, users, {"recorded": (urgency,)}, REASONS)
