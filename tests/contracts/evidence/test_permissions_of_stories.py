"""Who adds to a story, answers for it, enters people and keeps scales: the whole tables, reasons included."""

from decimal import Decimal

import pytest

from contracts.evidence import permissions, services
from contracts.evidence.models import Story
from contracts.returns import services as returns
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import TIED
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Tied, WrongState
from tests.builders import contracts as build
from tests.fixtures import truth

from .returned import NOW, a_suppliers_return, everybody
from .steps import HOW, told
from .test_permissions import REASONS as OF_RETURNS

pytestmark = pytest.mark.django_db

REASONS = OF_RETURNS | {
    "neither": NotAllowed("This is done by the contract’s supplier or by the council’s contract managers"),
    "gone": WrongState("The person withdrew their agreement, and the case study is gone"),
    "no-permission": truth.lacks(Permission.EDIT_CONTRACTS),
    "tied": Tied(TIED),
    "no-people": WrongState("A KPI that is only kept or not, or reached or not, has no people to measure"),
}


@pytest.fixture(scope="module", autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def scene(module_database, stopped_clock):
    return everybody()


def stories(who, users):
    """A story told with a supplier's draft, through every status of its return; at last the person withdraws.

    “gone”: of one whose return is still a draft, the person withdrew too.
    """
    draft = returns.save_return(build.first_due(build.active_contract(who)[0]), by=who.reporter, value=Decimal(3))
    yield "gone", (services.withdraw_story(told(draft, who.reporter), by=who.reporter, how=HOW),)
    states, story = a_suppliers_return(who, users), None
    for status, (body,) in states:
        story = Story.objects.get(pk=story.pk) if story else told(body, who.reporter)
        yield status, (story,)
    yield "withdrawn", (services.withdraw_story(story, by=who.reporter, how=HOW),)


ADD = """
                     gone             draft            submitted        queried  verified        replaced        withdrawn
commissioner         no-side
procurement_officer  no-side
evaluator            no-side
evaluation_lead      no-side
contract_manager     suppliers-draft  suppliers-draft  fixed-submitted  yes      fixed-verified  fixed-replaced  fixed-replaced
lead_director        no-side
member               no-side
supplier             gone             yes              fixed-submitted  yes      fixed-verified  fixed-replaced  fixed-replaced
partner              no-side
administrator        no-side
elsewhere            no-side
left                 no-side
inactive             no-side
began it             suppliers-draft  suppliers-draft  fixed-submitted  yes      fixed-verified  fixed-replaced  fixed-replaced
sent it              suppliers-draft  suppliers-draft  fixed-submitted  yes      fixed-verified  fixed-replaced  fixed-replaced
both sides           gone             yes              fixed-submitted  yes      fixed-verified  fixed-replaced  fixed-replaced
"""

ANSWER = """
                     gone             draft            submitted  queried  verified  replaced  withdrawn
commissioner         neither
procurement_officer  neither
evaluator            neither
evaluation_lead      neither
contract_manager     suppliers-draft  suppliers-draft  yes        yes      yes       yes       gone
lead_director        neither
member               neither
supplier             gone             yes              yes        yes      yes       yes       gone
partner              neither
administrator        neither
elsewhere            neither
left                 neither
inactive             neither
began it             suppliers-draft  suppliers-draft  yes        yes      yes       yes       gone
sent it              suppliers-draft  suppliers-draft  yes        yes      yes       yes       gone
both sides           gone             yes              yes        yes      yes       yes       gone
"""

PEOPLE = """
                     nothing begun  draft            submitted        verified
commissioner         no-side
procurement_officer  no-side
evaluator            no-side
evaluation_lead      no-side
contract_manager     yes            suppliers-draft  fixed-submitted  fixed-verified
lead_director        no-side
member               no-side
supplier             yes            yes              fixed-submitted  fixed-verified
partner              no-side
administrator        no-side
elsewhere            no-side
left                 no-side
inactive             no-side
began it             yes            suppliers-draft  fixed-submitted  fixed-verified
sent it              yes            suppliers-draft  fixed-submitted  fixed-verified
both sides           yes            yes              fixed-submitted  fixed-verified
"""

SCALES = """
                     the council
commissioner         no-permission
procurement_officer  no-permission
evaluator            no-permission
evaluation_lead      no-permission
contract_manager     yes
lead_director        no-permission
member               no-permission
supplier             no-permission
partner              no-permission
administrator        no-permission
elsewhere            no-permission
left                 no-permission
inactive             no-permission
began it             yes
sent it              yes
both sides           yes
"""


def test_adding_to_a_story(scene):
    who, users = scene
    truth.holds(permissions.check_can_add_to_story, permissions.can_add_to_story, ADD, users, stories(who, users), REASONS)


def test_answering_for_a_story(scene):
    who, users = scene
    truth.holds(
        permissions.check_can_answer_for_story, permissions.can_answer_for_story, ANSWER, users, stories(who, users), REASONS
    )


def periods(who):
    due = build.first_due(build.active_contract(who)[0])
    yield "nothing begun", (due,)
    body = returns.save_return(due, by=who.reporter, value=Decimal(3))
    yield ReturnStatus.DRAFT, (due,)
    body = returns.submit_return(body, by=who.reporter)
    yield ReturnStatus.SUBMITTED, (due,)
    returns.verify_return(body, by=who.manager, comment=build.SEEN)
    yield ReturnStatus.VERIFIED, (due,)


def test_entering_people(scene):
    who, users = scene
    truth.holds(permissions.check_can_enter_people, permissions.can_enter_people, PEOPLE, users, periods(who), REASONS)


def test_keeping_scales(scene):
    who, users = scene
    states = [("the council", (who.council,))]
    truth.holds(permissions.check_can_keep_scales, permissions.can_keep_scales, SCALES, users, states, REASONS)


KPIS = """
                     counts people  kept or not
commissioner         no-permission
procurement_officer  no-permission
evaluator            no-permission
evaluation_lead      no-permission
contract_manager     yes            no-people
lead_director        no-permission
member               no-permission
supplier             no-permission
partner              no-permission
administrator        no-permission
elsewhere            no-permission
left                 no-permission
inactive             no-permission
began it             yes            no-people
sent it              yes            no-people
both sides           tied
"""


def test_setting_the_scale_of_a_kpi(scene):
    who, users = scene
    kept = {"kind": "yes_no", "unit": "", "target": Decimal(1), "minimum": None}
    states = [
        ("counts people", (build.kpi_of(build.active_contract(who)[0]),)),
        ("kept or not", (build.kpi_of(build.active_contract(who, kpi=kept)[0]),)),
    ]
    truth.holds(permissions.check_can_set_scale, permissions.can_set_scale, KPIS, users, states, REASONS)
