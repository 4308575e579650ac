"""Who may score, moderate, reopen, start, close and read, in every status: the whole tables, reasons included."""

import pytest

from procurement.evaluation import permissions, services
from procurement.panel import services as panel_services
from procurement.panel.enums import EvaluationStatus
from procurement.panel.models import Evaluation, Panellist
from socialvalue.accounts.administration.services import end_access
from socialvalue.accounts.enums import Permission, Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import evaluation, people
from tests.fixtures import truth
from tests.procurement.panel.tables import REASONS, cast, evaluations, places, read, steps

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(module_database):
    return cast()


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
lead, barred         barred-result
scores               must-lead
"""

TABLES = [
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


def test_scoring_in_every_status(scene):
    """Asked for the place of the evaluator, who has no interest."""
    council, users = scene
    truth.holds(
        permissions.check_can_score, permissions.can_score, SCORE, users, places(council, users, 0), REASONS, EvaluationStatus
    )


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
    end_access(owners["gone"], council, by=users["administrator"], reason="They left the council.")
    states = {name: (read(Panellist, seat.pk),) for name, seat in seats.items()}
    askers = {name: people.fresh(owner) for name, owner in owners.items()}
    truth.holds(permissions.check_can_score, permissions.can_score, SCORE_IN_PLACE, {**askers, "lead": lead}, states, REASONS)


def test_which_permission_alone_reads_the_result(scene):
    council, _ = scene
    closed = evaluation.closed(1, 1, tender=evaluation.opened(1, council=council)).reload()
    readers = {Permission.LEAD_EVALUATION, Permission.CHECK_TENDERS, Permission.DECIDE_AWARDS}
    assert truth.enough(council, lambda user: permissions.can_read_result(user, closed)) == readers


DECLARED = """
                 preparing   scoring    moderating      given another question  closed
scores           before      yes        over            yes                     over
kept out         decided-no
"""


def test_a_place_that_has_declared(scene):
    """Before scoring starts, while it goes on, and in moderation only with a question that is not scored yet."""
    council, _ = scene
    one = evaluation.prepared(tender=evaluation.opened(1, council=council), panellists=3)
    for number, interest in enumerate(("", "My sister works there.", "")):
        place = one.place(number)
        panel_services.declare(place, by=place.user, has_interest=bool(interest), interest=interest)
    services.decide_interest(one.place(1), by=one.lead, may_score=False, reason="A sister who works there is too close.")
    found = {"scores": {}, "kept out": {}}

    def ask(state):
        for number, name in enumerate(found):
            place = read(Panellist, one.panel[number].pk)
            found[name][state] = truth.answer(permissions.check_can_score, permissions.can_score, place.user, (place,), REASONS)

    ask("preparing")
    services.start_scoring(one.evaluation, by=one.lead)
    one.reload()
    services.add_panellist(one.evaluation, by=one.lead, user=one.place(0).user, criteria=[one.criterion("q1")])
    ask("scoring")
    for number in (0, 2):
        place = one.place(number)
        for given in place.assignments.all():
            services.save_score(
                place, by=place.user, bid=one.bids[0], criterion=given.criterion, value=3, reason=evaluation.REASON
            )
        services.finalise_scores(one.place(number), by=place.user)
    services.start_moderation(one.evaluation, by=one.lead)
    one.reload()
    ask("moderating")
    other = one.place(2)
    panel_services.declare(other, by=other.user, has_interest=True, interest="My brother works there.")
    services.decide_interest(one.place(2), by=one.lead, may_score=False, reason="A brother who works there is too close.")
    services.name_scorer(one.evaluation, by=one.lead, user=one.place(0).user, criterion=one.criterion("q2"))
    ask("given another question")
    for key in ("q3", "q4"):
        services.name_scorer(one.evaluation, by=one.lead, user=one.place(0).user, criterion=one.criterion(key))
    place = one.place(0)
    for key in ("q2", "q3", "q4"):
        services.save_score(
            place, by=place.user, bid=one.bids[0], criterion=one.criterion(key), value=3, reason=evaluation.REASON
        )
    services.finalise_scores(one.place(0), by=place.user)
    evaluation.moderate_all(one)
    services.close(one.evaluation, by=one.lead)
    ask("closed")
    truth.says(DECLARED, found)


UNDO_FINAL = """
                     preparing      scoring    final  opened again
commissioner         not-the-scorer
procurement_officer  not-the-scorer
evaluator            not-the-scorer
evaluation_lead      not-the-scorer
contract_manager     not-the-scorer
lead_director        not-the-scorer
member               not-the-scorer
supplier             not-the-scorer
partner              not-the-scorer
administrator        not-the-scorer
elsewhere            not-the-scorer
left                 not-the-scorer
inactive             not-the-scorer
lead, declared       not-the-scorer
lead, barred         not-the-scorer
scores               not-final      not-final  yes    opened-again
"""

UNDO_LATER = """
        moderating     closed         bidders told
scores  in-moderation  in-moderation  in-moderation
"""
UNDO_REASONS = {
    "not-the-scorer": NotAllowed("Only the evaluator who made these scores final can undo it"),
    "in-moderation": WrongState("This cannot be undone: your scores are in moderation"),
    "not-final": WrongState("There is nothing to undo: your scores are not final"),
    "opened-again": WrongState("This cannot be undone: the evaluation lead has opened one of these scores again"),
}


def finalised(council, users):
    """The place of the evaluator in every status, and while scoring goes on: before, final, and with one score opened again."""
    for status, scene in steps(council, users):
        place = scene.panel[0].pk
        yield status, (read(Panellist, place),)
        if status == "scoring":
            scene.reload()
            evaluation.score_all(scene, 0)
            yield "final", (read(Panellist, place),)
            answer = {"bid": scene.bids[0], "criterion": scene.criterion("q1")}
            reopen = {"by": scene.lead, "panellist": scene.place(0), "reason": "A page of it was missed"}
            services.reopen_score(scene.evaluation, **reopen, **answer)
            yield "opened again", (read(Panellist, place),)
            return


def test_undoing_that_scores_are_final(scene):
    council, users = scene
    with clock.fixed():
        states = finalised(council, users)
        truth.holds(permissions.check_can_undo_final, permissions.can_undo_final, UNDO_FINAL, users, states, UNDO_REASONS)


def test_in_moderation_and_after_it_scores_stay_final(scene):
    council, users = scene
    states = ((status, args) for status, args in places(council, users, 0) if status in ("moderating", "closed", "bidders told"))
    evaluator = {"scores": users["scores"]}
    with clock.fixed():
        truth.holds(permissions.check_can_undo_final, permissions.can_undo_final, UNDO_LATER, evaluator, states, UNDO_REASONS)
