"""Who may recommend, decide, tell the bidders and make the contract, in every status: the whole tables, reasons included."""

from datetime import timedelta
from itertools import chain

import pytest

from procurement.award import permissions, services
from procurement.award.enums import AwardStatus
from procurement.award.models import Award
from procurement.award.workflow import AWARD
from procurement.evaluation import services as evaluating
from procurement.panel import services as panel_services
from procurement.panel.models import Evaluation
from procurement.tendering import services as tendering
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import User
from socialvalue.common.errors import NotAllowed, Tied, WrongState
from socialvalue.common.templatetags.formats import plain_day
from tests.builders import award, evaluation, people, stages
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

GOES_NO_FURTHER = WrongState("The procurement was ended without an award, so nothing follows from this one")
REASONS = {
    "must-check": truth.lacks(Permission.CHECK_TENDERS),
    "must-decide": truth.lacks(Permission.DECIDE_AWARDS),
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "must-lead": truth.lacks(Permission.LEAD_EVALUATION),
    "ended": GOES_NO_FURTHER,
    "own-award": NotAllowed("You recommended this award. Somebody else has to decide on it."),
    "no-file-yet": WrongState("The file of a procurement can be taken once its evaluation is closed, or it has ended"),
    "barred": Tied("You declared an interest in this tender, so somebody else has to lead its evaluation"),
    "not-closed": WrongState("An award can be recommended once the evaluation is closed"),
    "tender-decided": WrongState("The tender is “Award decided”"),
    "waiting": WrongState("An award was recommended already: waiting for the decision"),
    **truth.not_now(AWARD),
}


def still_standing(told: Award) -> WrongState:
    last = told.standstill_last_day
    return WrongState(
        f"The standstill lasts until the end of {plain_day(last)}. "
        f"The contract can be made from {plain_day(last + timedelta(days=1))}."
    )


def terminated(council) -> Award:
    """Told, and then the procurement was ended without an award."""
    told = award.told(tender=evaluation.opened(council=council), panellists=1)
    tendering.terminate(told.tender, by=stages.officer(council), reason="The money for it has gone.")
    return Award.objects.select_related("tender__commission").get(pk=told.pk)


def nobody_decided(who: User) -> WrongState:
    return WrongState(
        f"{who} declared an interest, and nobody has decided on it. Another evaluation lead or a lead director decides: "
        "they find it on their home page, and in the panel on the page of the evaluation."
    )


def held_up(council) -> tuple[User, dict[str, Award]]:
    """An award as it was read when proposed and when decided; since then an evaluator has declared an interest."""
    scene = evaluation.closed(tender=evaluation.opened(council=council), panellists=1)
    passed = stages.Passed()
    one = passed.read_award(award.proposed(scene))
    director = people.person(council, Role.LEAD_DIRECTOR)
    passed.read_award(services.decide(one, by=director, comment="The panel’s reasons for the first bid convince."))
    late = scene.place(0).user
    panel_services.declare(scene.place(0), by=late, has_interest=True, interest="My brother has joined the bidder.")
    return late, {f"{status}, undecided": read for status, read in passed.awards.items()}


def with_time(awards: dict[str, Award], ended: Award):
    """An award in each status while its standstill runs, on the first day after it, and of a procurement that was ended."""
    for status, one in awards.items():
        yield status, (one,)
    with award.standstill_over(awards["notified"]):
        yield "stood still", (awards["notified"],)
    yield "terminated", (ended,)


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast, and one who recommended the award and also decides awards."""
    council = people.council()
    users = truth.cast(council)
    users["recommended it"] = people.person(council, Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR)
    passed = stages.all_the_way(council, lead=users["recommended it"])
    return users, passed, terminated(council)


RETURN = """
                     proposed     returned     decided     notified     contracted     stood still  terminated  proposed, undecided  decided, undecided
commissioner         must-decide
procurement_officer  must-decide
evaluator            must-decide
evaluation_lead      must-decide
contract_manager     must-decide
lead_director        yes          is-returned  is-decided  is-notified  is-contracted  is-notified  ended       yes                  is-decided
member               must-decide
supplier             must-decide
partner              must-decide
administrator        must-decide
elsewhere            must-decide
left                 must-decide
inactive             must-decide
recommended it       own-award    is-returned  is-decided  is-notified  is-contracted  is-notified  ended       yes                  is-decided
"""

DECIDE = """
                     proposed     returned     decided     notified     contracted     stood still  terminated  proposed, undecided  decided, undecided
commissioner         must-decide
procurement_officer  must-decide
evaluator            must-decide
evaluation_lead      must-decide
contract_manager     must-decide
lead_director        yes          is-returned  is-decided  is-notified  is-contracted  is-notified  ended       undecided            is-decided
member               must-decide
supplier             must-decide
partner              must-decide
administrator        must-decide
elsewhere            must-decide
left                 must-decide
inactive             must-decide
recommended it       own-award    is-returned  is-decided  is-notified  is-contracted  is-notified  ended       undecided            is-decided
"""

TELL = """
                     proposed     returned     decided  notified     contracted     stood still  terminated  proposed, undecided  decided, undecided
commissioner         must-check
procurement_officer  is-proposed  is-returned  yes      is-notified  is-contracted  is-notified  ended       is-proposed          undecided
evaluator            must-check
evaluation_lead      is-proposed  is-returned  yes      is-notified  is-contracted  is-notified  ended       is-proposed          undecided
contract_manager     must-check
lead_director        must-check
member               must-check
supplier             must-check
partner              must-check
administrator        must-check
elsewhere            must-check
left                 must-check
inactive             must-check
recommended it       is-proposed  is-returned  yes      is-notified  is-contracted  is-notified  ended       is-proposed          undecided
"""

CONTRACT = """
                     proposed     returned     decided     notified    contracted     stood still  terminated  proposed, undecided  decided, undecided
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     is-proposed  is-returned  is-decided  standstill  is-contracted  yes          ended       is-proposed          is-decided
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
recommended it       must-edit
"""

TABLES = [
    (permissions.check_can_return, permissions.can_return, RETURN),
    (permissions.check_can_decide, permissions.can_decide, DECIDE),
    (permissions.check_can_tell, permissions.can_tell, TELL),
    (permissions.check_can_contract, permissions.can_contract, CONTRACT),
]


@pytest.mark.parametrize("check, can, expected", TABLES, ids=[check.__name__ for check, *_ in TABLES])
def test_an_award_in_every_status(scene, check, can, expected):
    users, passed, ended = scene
    late, undecided = held_up(ended.tender.commission.council)
    reasons = {**REASONS, "standstill": still_standing(passed.awards["notified"]), "undecided": nobody_decided(late)}
    states = chain(with_time(passed.awards, ended), ((state, (one,)) for state, one in undecided.items()))
    truth.holds(check, can, expected, users, states, reasons, AwardStatus)


TAKE_FILE = """
                     draft        checking     returned     published    closed       opened       evaluated  decided  contracted  terminated
commissioner         must-check
procurement_officer  no-file-yet  no-file-yet  no-file-yet  no-file-yet  no-file-yet  no-file-yet  yes        yes      yes         yes
evaluator            must-check
evaluation_lead      no-file-yet  no-file-yet  no-file-yet  no-file-yet  no-file-yet  no-file-yet  yes        yes      yes         yes
contract_manager     must-check
lead_director        must-check
member               must-check
supplier             must-check
partner              must-check
administrator        must-check
elsewhere            must-check
left                 must-check
inactive             must-check
recommended it       no-file-yet  no-file-yet  no-file-yet  no-file-yet  no-file-yet  no-file-yet  yes        yes      yes         yes
"""


def test_taking_the_file(scene):
    users, passed, _ = scene
    states = {status: (tender,) for status, tender in passed.tenders.items()}
    truth.holds(permissions.check_can_take_file, permissions.can_take_file, TAKE_FILE, users, states, REASONS, TenderStatus)


def on_the_way(scene: evaluation.Scene, users):
    """The evaluation, asked about before it is closed and at each step of its award."""
    barred = panel_services.declare_as_lead(
        scene.evaluation, by=users["barred"], has_interest=True, interest="My sister works there."
    )
    evaluating.decide_interest(barred, by=scene.lead, may_score=False, reason="A sister who works there is too close.")

    def now(state):
        return state, (Evaluation.objects.select_related("tender__commission").get(pk=scene.evaluation.pk),)

    yield now("moderating")
    evaluation.moderate_all(scene)
    evaluating.close(scene.evaluation, by=scene.lead)
    scene.reload()
    yield now("closed")
    one = award.proposed(scene)
    yield now("proposed")
    services.return_award(one, by=people.person(scene.council, Role.LEAD_DIRECTOR), comment="Say what decided it.")
    yield now("returned")
    late = panel_services.declare(
        scene.place(0), by=scene.panel[0].user, has_interest=True, interest="My brother has joined the bidder."
    )
    yield now("undecided")
    evaluating.decide_interest(late, by=scene.lead, may_score=True, reason="He joined after all scores were final.")
    award.decided(scene)
    yield now("decided")


RECOMMEND = """
                     moderating  closed  proposed  returned  undecided  decided
commissioner         must-lead
procurement_officer  must-lead
evaluator            must-lead
evaluation_lead      not-closed  yes     waiting   yes       undecided  tender-decided
contract_manager     must-lead
lead_director        must-lead
member               must-lead
supplier             must-lead
partner              must-lead
administrator        must-lead
elsewhere            must-lead
left                 must-lead
inactive             must-lead
recommended it       not-closed  yes     waiting   yes       undecided  tender-decided
lead                 not-closed  yes     waiting   yes       undecided  tender-decided
barred               barred
"""


def test_recommending(scene):
    users, _, ended = scene
    council = ended.tender.commission.council
    lead = {name: people.person(council, Role.EVALUATION_LEAD) for name in ("lead", "barred")}
    users = {**users, **lead}
    scene = evaluation.moderating(tender=evaluation.opened(council=council), panellists=1, lead=users["lead"])
    reasons = {**REASONS, "undecided": nobody_decided(scene.panel[0].user)}
    states = on_the_way(scene, users)
    truth.holds(permissions.check_can_recommend, permissions.can_recommend, RECOMMEND, users, states, reasons)
