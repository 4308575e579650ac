"""Who may set up, lead, sit, declare and decide on interests, in every status: the whole tables, reasons included."""

import pytest

from procurement.panel import permissions as panel_permissions
from procurement.panel import services as panel_services
from procurement.panel.enums import EvaluationStatus
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Role
from tests.builders import evaluation, people, stages
from tests.fixtures import truth
from tests.procurement.panel.tables import REASONS, cast, evaluations, places

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(module_database):
    return cast()


LEAD = """
                     preparing  scoring  moderating  closed  bidders told
commissioner         must-lead
procurement_officer  must-lead
evaluator            must-lead
evaluation_lead      yes
contract_manager     must-lead
lead_director        must-lead
member               must-lead
supplier             must-lead
partner              must-lead
administrator        must-lead
elsewhere            must-lead
left                 must-lead
inactive             must-lead
lead, declared       yes
lead, barred         barred
scores               must-lead
"""

CHANGE_PANEL = """
                     preparing  scoring  moderating   closed       bidders told
commissioner         must-lead
procurement_officer  must-lead
evaluator            must-lead
evaluation_lead      yes        yes      panel-fixed  panel-fixed  panel-fixed
contract_manager     must-lead
lead_director        must-lead
member               must-lead
supplier             must-lead
partner              must-lead
administrator        must-lead
elsewhere            must-lead
left                 must-lead
inactive             must-lead
lead, declared       yes        yes      panel-fixed  panel-fixed  panel-fixed
lead, barred         barred
scores               must-lead
"""

NAME_SCORER = """
                     preparing           scoring             moderating  closed              bidders told
commissioner         must-lead
procurement_officer  must-lead
evaluator            must-lead
evaluation_lead      declare
contract_manager     must-lead
lead_director        must-lead
member               must-lead
supplier             must-lead
partner              must-lead
administrator        must-lead
elsewhere            must-lead
left                 must-lead
inactive             must-lead
lead, declared       name-in-moderation  name-in-moderation  yes         name-in-moderation  name-in-moderation
lead, barred         barred
scores               must-lead
"""

TABLES = [
    (panel_permissions.check_can_lead, panel_permissions.can_lead, LEAD),
    (panel_permissions.check_can_change_panel, None, CHANGE_PANEL),
    (panel_permissions.check_can_name_scorer, panel_permissions.can_name_scorer, NAME_SCORER),
]


@pytest.mark.parametrize("check, can, expected", TABLES, ids=[check.__name__ for check, *_ in TABLES])
def test_an_evaluation_in_every_status(scene, check, can, expected):
    council, users = scene
    truth.holds(check, can, expected, users, evaluations(council, users), REASONS, EvaluationStatus)


SET_UP = """
                     draft           checking           returned           published  closed  opened  evaluated           decided           contracted           terminated
commissioner         must-lead
procurement_officer  must-lead
evaluator            must-lead
evaluation_lead      no-panel-draft  no-panel-checking  no-panel-returned  yes        yes     yes     no-panel-evaluated  no-panel-decided  no-panel-contracted  no-panel-terminated
contract_manager     must-lead
lead_director        must-lead
member               must-lead
supplier             must-lead
partner              must-lead
administrator        must-lead
elsewhere            must-lead
left                 must-lead
inactive             must-lead
lead, declared       no-panel-draft  no-panel-checking  no-panel-returned  yes        yes     yes     no-panel-evaluated  no-panel-decided  no-panel-contracted  no-panel-terminated
lead, barred         no-panel-draft  no-panel-checking  no-panel-returned  yes        yes     yes     no-panel-evaluated  no-panel-decided  no-panel-contracted  no-panel-terminated
scores               must-lead
"""


def test_setting_up_a_panel(scene):
    council, users = scene
    states = {status: (tender,) for status, tender in stages.all_the_way(council).tenders.items()}
    truth.holds(panel_permissions.check_can_set_up, panel_permissions.can_set_up, SET_UP, users, states, REASONS, TenderStatus)


DECLARE = """
                     preparing   scoring  moderating  closed  bidders told
commissioner         not-theirs
procurement_officer  not-theirs
evaluator            not-theirs
evaluation_lead      not-theirs
contract_manager     not-theirs
lead_director        not-theirs
member               not-theirs
supplier             not-theirs
partner              not-theirs
administrator        not-theirs
elsewhere            not-theirs
left                 not-theirs
inactive             not-theirs
lead, declared       not-theirs
lead, barred         not-theirs
scores               yes         yes      yes         yes     told
"""

DECIDE_NO_INTEREST = """
                     preparing    scoring  moderating  closed  bidders told
commissioner         must-lead
procurement_officer  must-lead
evaluator            must-lead
evaluation_lead      no-interest
contract_manager     must-lead
lead_director        no-interest
member               must-lead
supplier             must-lead
partner              must-lead
administrator        must-lead
elsewhere            must-lead
left                 must-lead
inactive             must-lead
lead, declared       no-interest
lead, barred         own-too
scores               must-lead
"""

DECIDE_INTEREST = """
                     preparing     scoring  moderating  closed  bidders told
commissioner         must-lead
procurement_officer  must-lead
evaluator            must-lead
evaluation_lead      yes           yes      yes         yes     told
contract_manager     must-lead
lead_director        yes           yes      yes         yes     told
member               must-lead
supplier             must-lead
partner              must-lead
administrator        must-lead
elsewhere            must-lead
left                 must-lead
inactive             must-lead
lead, declared       yes           yes      yes         yes     told
lead, barred         own-interest
scores               must-lead
"""

PLACES = [
    (panel_permissions.check_can_declare, panel_permissions.can_declare, 0, DECLARE),
    (panel_permissions.check_can_decide_interest, panel_permissions.can_decide_interest, 0, DECIDE_NO_INTEREST),
    (panel_permissions.check_can_decide_interest, panel_permissions.can_decide_interest, 1, DECIDE_INTEREST),
]


@pytest.mark.parametrize("check, can, number, expected", PLACES, ids=["declare", "decide-none", "decide-interest"])
def test_a_place_in_every_status(scene, check, can, number, expected):
    """The evaluator's place, who has no interest; and that of the lead who has one."""
    council, users = scene
    truth.holds(check, can, expected, users, places(council, users, number), REASONS, EvaluationStatus)


DECIDE_OWN = """
                   lead          lead and director
lead               own-interest  own-too
lead and director  own-too       own-interest
neither            yes           yes
"""


def test_nobody_decides_on_their_own_interest(scene):
    """A lead and a director with an interest of their own, each asked about each."""
    council, users = scene
    lead = users["lead, declared"]
    one = evaluation.prepared(tender=evaluation.opened(council=council), panellists=0, lead=lead)
    owners = {"lead": (Role.EVALUATION_LEAD,), "lead and director": (Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR)}
    askers = {name: people.person(council, *roles) for name, roles in owners.items()}
    neither = {"neither": people.person(council, Role.LEAD_DIRECTOR)}
    seats = {
        name: (panel_services.declare_as_lead(one.evaluation, by=asker, has_interest=True, interest="I own shares."),)
        for name, asker in askers.items()
    }
    check, can = panel_permissions.check_can_decide_interest, panel_permissions.can_decide_interest
    truth.holds(check, can, DECIDE_OWN, askers | neither, seats, REASONS)


SIT = """
                     preparing
commissioner         not-theirs
procurement_officer  not-theirs
evaluator            not-theirs
evaluation_lead      not-theirs
contract_manager     not-theirs
lead_director        not-theirs
member               not-theirs
supplier             not-theirs
partner              not-theirs
administrator        not-theirs
elsewhere            not-theirs
left                 not-theirs
inactive             not-theirs
lead, declared       not-theirs
lead, barred         not-theirs
scores               yes
"""


def test_a_place_needs_its_role_as_well(scene):
    """Sitting is asked of both: whose place it is, and whether they still score for this council."""
    council, users = scene
    states = places(council, users, 0)
    truth.holds(panel_permissions.check_can_sit, None, SIT, users, [next(states)], REASONS)
