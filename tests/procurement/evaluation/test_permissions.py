"""Who may set up, lead, sit, declare, score, moderate and read, in every status: the whole tables, reasons included."""

import pytest

from procurement.evaluation import permissions, services
from procurement.panel import permissions as panel_permissions
from procurement.panel import services as panel_services
from procurement.panel.enums import EvaluationStatus
from procurement.panel.models import Evaluation, Panellist
from procurement.panel.workflow import EVALUATION
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.administration.services import end_access
from socialvalue.accounts.enums import Permission, Role
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import award, evaluation, people, stages
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-lead": truth.lacks(Permission.LEAD_EVALUATION),
    "must-score": truth.lacks(Permission.SCORE_BIDS),
    "barred": NotAllowed("You declared an interest in this tender, so somebody else has to lead its evaluation."),
    "declare": NotAllowed("Declare first whether you have an interest in this tender. The lead declares like the panel."),
    "declare-first": NotAllowed("Declare first whether you have an interest in this tender."),
    "panel-fixed": WrongState("The panel stays as it is once moderation has begun."),
    "told": WrongState("The bidders were told of the award, so interests are neither declared nor decided here any more."),
    "not-theirs": NotAllowed("This is another panellist’s place."),
    "own-interest": NotAllowed("This is your own interest. Somebody else has to decide on it."),
    "no-interest": WrongState("No interest was declared."),
    "undecided": NotAllowed("You declared an interest. You can score once somebody else has decided on it."),
    "decided-no": NotAllowed("You declared an interest, and it was decided that you do not score this tender."),
    "before": WrongState("Scoring has not started yet."),
    "over": WrongState("Scoring has ended."),
    "reopen-in-scoring": WrongState("A final score can be reopened only while scoring goes on, before moderation begins."),
    "name-in-moderation": WrongState("Another scorer is named during moderation. Before it the panel itself is changed."),
    "unmoderated": WrongState("Moderation has not started yet."),
    "stays": WrongState("The evaluation is closed. Its scores stay as they are."),
    "no-result": WrongState("There is no result before the evaluation is closed."),
    **{
        f"no-panel-{status.value}": WrongState(f"A panel can be set up once a tender is published. This one is “{status.label}”.")
        for status in TenderStatus
    },
    **truth.not_now(EVALUATION),
}


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast, two leads of whom one is barred, and an evaluator on the panel; all of them of the same council."""
    council = people.council()
    users = truth.cast(council)
    users["lead, declared"], users["lead, barred"] = (people.person(council, Role.EVALUATION_LEAD) for _ in range(2))
    users["scores"] = people.person(council, Role.EVALUATOR)
    return council, users


def read(model, pk):
    path = {Evaluation: "tender__commission", Panellist: "evaluation__tender__commission"}[model]
    return model.objects.select_related(path).get(pk=pk)


def steps(council, users):
    """An evaluation, moved on after each answer: (its status, the scene)."""
    scene = evaluation.prepared(tender=evaluation.opened(council=council), panellists=0, lead=users["lead, declared"])
    place = services.add_panellist(scene.evaluation, by=scene.lead, user=users["scores"], criteria=scene.criteria)
    scene.panel.append(place)
    barred = panel_services.declare_as_lead(
        scene.evaluation, by=users["lead, barred"], has_interest=True, interest="My sister works there."
    )
    services.decide_interest(barred, by=scene.lead, may_score=False, reason="A sister who works there is too close.")
    scene.panel.append(barred)
    yield "preparing", scene
    panel_services.declare(place, by=place.user, has_interest=False)
    services.start_scoring(scene.evaluation, by=scene.lead)
    yield "scoring", scene
    scene.reload()
    evaluation.score_all(scene, 0)
    services.start_moderation(scene.evaluation, by=scene.lead)
    yield "moderating", scene
    scene.reload()
    evaluation.moderate_all(scene)
    services.close(scene.evaluation, by=scene.lead)
    yield "closed", scene
    scene.reload()
    award.told(scene)
    yield "bidders told", scene


def evaluations(council, users, *more):
    for status, scene in steps(council, users):
        yield status, (read(Evaluation, scene.evaluation.pk), *more)


def places(council, users, number: int):
    for status, scene in steps(council, users):
        yield status, (read(Panellist, scene.panel[number].pk),)


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

REOPEN = """
                     preparing          scoring  moderating         closed             bidders told
commissioner         must-lead
procurement_officer  must-lead
evaluator            must-lead
evaluation_lead      reopen-in-scoring  yes      reopen-in-scoring  reopen-in-scoring  reopen-in-scoring
contract_manager     must-lead
lead_director        must-lead
member               must-lead
supplier             must-lead
partner              must-lead
administrator        must-lead
elsewhere            must-lead
left                 must-lead
inactive             must-lead
lead, declared       reopen-in-scoring  yes      reopen-in-scoring  reopen-in-scoring  reopen-in-scoring
lead, barred         barred
scores               must-lead
"""

MODERATE = """
                     preparing    scoring      moderating  closed  bidders told
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
lead, declared       unmoderated  unmoderated  yes         stays   stays
lead, barred         barred
scores               must-lead
"""

READ_RESULT = """
                     preparing  scoring    moderating  closed  bidders told
commissioner         must-lead
procurement_officer  no-result  no-result  no-result   yes     yes
evaluator            must-lead
evaluation_lead      no-result  no-result  no-result   yes     yes
contract_manager     must-lead
lead_director        no-result  no-result  no-result   yes     yes
member               must-lead
supplier             must-lead
partner              must-lead
administrator        must-lead
elsewhere            must-lead
left                 must-lead
inactive             must-lead
lead, declared       no-result  no-result  no-result   yes     yes
lead, barred         no-result  no-result  no-result   yes     yes
scores               must-lead
"""

TABLES = [
    (panel_permissions.check_can_lead, panel_permissions.can_lead, LEAD),
    (panel_permissions.check_can_change_panel, None, CHANGE_PANEL),
    (panel_permissions.check_can_name_scorer, panel_permissions.can_name_scorer, NAME_SCORER),
    (permissions.check_can_reopen, None, REOPEN),
    (permissions.check_can_moderate, permissions.can_moderate, MODERATE),
    (permissions.check_can_read_result, permissions.can_read_result, READ_RESULT),
]


@pytest.mark.parametrize("check, can, expected", TABLES, ids=[check.__name__ for check, *_ in TABLES])
def test_an_evaluation_in_every_status(scene, check, can, expected):
    council, users = scene
    truth.holds(check, can, expected, users, evaluations(council, users), REASONS, EvaluationStatus)


START_SCORING = """
                     preparing  scoring     moderating     closed     bidders told
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
lead, declared       yes        is-scoring  is-moderating  is-closed  is-closed
lead, barred         barred
scores               must-lead
"""

START_MODERATION = """
                     preparing     scoring  moderating     closed     bidders told
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
lead, declared       is-preparing  yes      is-moderating  is-closed  is-closed
lead, barred         barred
scores               must-lead
"""

CLOSE = """
                     preparing     scoring     moderating  closed     bidders told
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
lead, declared       is-preparing  is-scoring  yes         is-closed  is-closed
lead, barred         barred
scores               must-lead
"""

STARTS = [("start scoring", START_SCORING), ("start moderation", START_MODERATION), ("close", CLOSE)]


@pytest.mark.parametrize("verb, expected", STARTS, ids=[verb for verb, _ in STARTS])
def test_the_verbs_of_an_evaluation(scene, verb, expected):
    council, users = scene
    states = evaluations(council, users, verb)
    truth.holds(permissions.check_can_start, permissions.can_start, expected, users, states, REASONS, EvaluationStatus)


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

SCORE = """
                     preparing      scoring  moderating  closed  bidders told
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
scores               declare-first  yes      over        over    over
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
lead, barred         no-interest
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
    (permissions.check_can_score, permissions.can_score, 0, SCORE),
    (panel_permissions.check_can_decide_interest, panel_permissions.can_decide_interest, 0, DECIDE_NO_INTEREST),
    (panel_permissions.check_can_decide_interest, panel_permissions.can_decide_interest, 1, DECIDE_INTEREST),
]


@pytest.mark.parametrize("check, can, number, expected", PLACES, ids=["declare", "score", "decide-none", "decide-interest"])
def test_a_place_in_every_status(scene, check, can, number, expected):
    """The evaluator's place, who has no interest; and that of the lead who has one."""
    council, users = scene
    truth.holds(check, can, expected, users, places(council, users, number), REASONS, EvaluationStatus)


SCORE_IN_PLACE = """
             no interest  undecided   let in      kept out    gone        undeclared
no interest  yes          not-theirs  not-theirs  not-theirs  not-theirs  not-theirs
undecided    not-theirs   undecided   not-theirs  not-theirs  not-theirs  not-theirs
let in       not-theirs   not-theirs  yes         not-theirs  not-theirs  not-theirs
kept out     not-theirs   not-theirs  not-theirs  decided-no  not-theirs  not-theirs
undeclared   not-theirs   not-theirs  not-theirs  not-theirs  not-theirs  declare-first
gone         not-theirs   not-theirs  not-theirs  not-theirs  must-score  not-theirs
lead         not-theirs
"""


def test_every_kind_of_place_while_scoring_goes_on(scene):
    """Each panellist asks for each place: only their own can be open to them, and only where nothing bars them."""
    council, users = scene
    lead = users["lead, declared"]
    one = evaluation.prepared(tender=evaluation.opened(council=council), panellists=0, lead=lead)
    owners = {
        name: people.person(council, Role.EVALUATOR)
        for name in ("no interest", "undecided", "let in", "kept out", "undeclared", "gone")
    }
    seats = {
        name: services.add_panellist(one.evaluation, by=lead, user=owner, criteria=one.criteria)
        for name, owner in owners.items()
        if name != "undeclared"
    }
    for name, seat in seats.items():
        interest = "" if name in ("no interest", "gone") else "My sister works there."
        panel_services.declare(seat, by=seat.user, has_interest=bool(interest), interest=interest)
    for name, may_score in (("let in", True), ("kept out", False)):
        services.decide_interest(
            read(Panellist, seats[name].pk), by=lead, may_score=may_score, reason="The panel lead weighed what was declared."
        )
    services.start_scoring(one.evaluation, by=lead)
    evaluating = read(Evaluation, one.evaluation.pk)
    seats["undeclared"] = services.add_panellist(evaluating, by=lead, user=owners["undeclared"], criteria=one.criteria)
    end_access(owners["gone"], council, by=users["administrator"], reason="Left the council.")
    states = {name: (read(Panellist, seat.pk),) for name, seat in seats.items()}
    askers = {name: people.fresh(owner) for name, owner in owners.items()}
    truth.holds(permissions.check_can_score, permissions.can_score, SCORE_IN_PLACE, {**askers, "lead": lead}, states, REASONS)


DECIDE_OWN = """
                   lead          lead and director
lead               own-interest  yes
lead and director  yes           own-interest
"""


def test_nobody_decides_on_their_own_interest(scene):
    """A lead and a director with an interest of their own, each asked about each."""
    council, users = scene
    lead = users["lead, declared"]
    one = evaluation.prepared(tender=evaluation.opened(council=council), panellists=0, lead=lead)
    owners = {"lead": (Role.EVALUATION_LEAD,), "lead and director": (Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR)}
    askers = {name: people.person(council, *roles) for name, roles in owners.items()}
    seats = {
        name: (panel_services.declare_as_lead(one.evaluation, by=asker, has_interest=True, interest="I own shares."),)
        for name, asker in askers.items()
    }
    check, can = panel_permissions.check_can_decide_interest, panel_permissions.can_decide_interest
    truth.holds(check, can, DECIDE_OWN, askers, seats, REASONS)


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
