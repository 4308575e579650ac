"""Who may do what to a tender in which status: the whole table, reasons included."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from procurement.commissioning import services as commissioning
from procurement.tendering import permissions, services
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from procurement.tendering.workflow import TENDER
from socialvalue.accounts.enums import Permission, Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import people, stages, tendering
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_COMMISSIONS),
    "must-check": truth.lacks(Permission.CHECK_TENDERS),
    "must-bid": truth.lacks(Permission.BID),
    "in-checking": WrongState("The tender is being checked. It can be changed when it has been returned."),
    "amend-it": WrongState("What was published stays as it is. To change it, amend the tender: bidders are then told."),
    "own-draft": NotAllowed("You drafted this tender. Somebody else has to check it."),
    "own-sending": NotAllowed("You sent this tender for checking. Somebody else has to check it."),
    "not-open": WrongState("Only a tender that is open for bids can be amended"),
    "no-answers": WrongState("The tender is no longer open, so answers can no longer be published"),
    "no-questions": WrongState("This tender is not open for bids, so questions can no longer be asked"),
    "too-late": WrongState("The last day for questions has passed, so that everybody can still use the answers"),
    "closed": WrongState("This commission is closed. Its record is kept as it is."),
    "one-council": NotAllowed("A tender is copied inside one council"),
    **truth.not_now(TENDER),
}


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast, two more who both edit and check, and a tender in each status; the one in checking is theirs."""
    council = people.council()
    users = truth.cast(council)
    both = (Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)
    users["drafted it"], users["sent it"] = people.person(council, *both), people.person(council, *both)
    tenders = stages.all_the_way(council).tenders
    theirs = tendering.with_criteria(tendering.draft(tendering.commission(council=council), by=users["drafted it"]))
    tenders["checking"] = services.send_for_checking(theirs, by=users["sent it"])
    return council, users, {**tenders, "overdue": stages.overdue_tender(council)}


DRAFT = """
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
drafted it           yes          must-edit
sent it              yes          must-edit
"""


def test_drafting_in_a_council(scene):
    council, users, _ = scene
    states = {"its council": (council,), "another": (people.council(),)}
    truth.holds(permissions.check_can_draft, None, DRAFT, users, states, REASONS)


COPY = """
                     draft  checking  returned  published  closed  opened  evaluated  decided  contracted  terminated
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
drafted it           yes
sent it              yes
"""


def test_copying_in_every_status(scene):
    _, users, tenders = scene
    states = {status: (tenders[status],) for status in TenderStatus}
    truth.holds(permissions.check_can_copy, permissions.can_copy, COPY, users, states, REASONS, TenderStatus)


COPY_INTO = """
                     its own  another of the council  closed  of another council
commissioner         yes      yes                     closed  one-council
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
drafted it           yes      yes                     closed  one-council
sent it              yes      yes                     closed  one-council
"""


def test_copying_into_a_commission(scene):
    council, users, tenders = scene
    tender = tenders["published"]
    body, closed = (tendering.commission(council=council) for _ in range(2))
    closed = commissioning.move_stage(closed, "close", by=closed.lead, reason="The need is known already.")
    states = {
        "its own": (tender, tender.commission),
        "another of the council": (tender, body),
        "closed": (tender, closed),
        "of another council": (tender, tendering.commission(ready=False)),
    }
    truth.holds(permissions.check_can_copy_into, permissions.can_copy_into, COPY_INTO, users, states, REASONS)


EDIT = """
                     draft      checking     returned  published  closed    opened    evaluated  decided   contracted  terminated  overdue
commissioner         yes        in-checking  yes       amend-it   amend-it  amend-it  amend-it   amend-it  amend-it    amend-it    amend-it
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
drafted it           yes        in-checking  yes       amend-it   amend-it  amend-it  amend-it   amend-it  amend-it    amend-it    amend-it
sent it              yes        in-checking  yes       amend-it   amend-it  amend-it  amend-it   amend-it  amend-it    amend-it    amend-it
"""

SEND = """
                     draft      checking     returned  published     closed     opened     evaluated     decided     contracted     terminated     overdue
commissioner         yes        is-checking  yes       is-published  is-closed  is-opened  is-evaluated  is-decided  is-contracted  is-terminated  is-published
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
drafted it           yes        is-checking  yes       is-published  is-closed  is-opened  is-evaluated  is-decided  is-contracted  is-terminated  is-published
sent it              yes        is-checking  yes       is-published  is-closed  is-opened  is-evaluated  is-decided  is-contracted  is-terminated  is-published
"""

CHECK = """
                     draft       checking     returned     published     closed     opened     evaluated     decided     contracted     terminated     overdue
commissioner         must-check
procurement_officer  is-draft    yes          is-returned  is-published  is-closed  is-opened  is-evaluated  is-decided  is-contracted  is-terminated  is-published
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
drafted it           is-draft    own-draft    is-returned  is-published  is-closed  is-opened  is-evaluated  is-decided  is-contracted  is-terminated  is-published
sent it              is-draft    own-sending  is-returned  is-published  is-closed  is-opened  is-evaluated  is-decided  is-contracted  is-terminated  is-published
"""

AMEND = """
                     draft       checking  returned  published  closed    opened    evaluated  decided   contracted  terminated  overdue
commissioner         must-check
procurement_officer  not-open    not-open  not-open  yes        not-open  not-open  not-open   not-open  not-open    not-open    not-open
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
drafted it           not-open    not-open  not-open  yes        not-open  not-open  not-open   not-open  not-open    not-open    not-open
sent it              not-open    not-open  not-open  yes        not-open  not-open  not-open   not-open  not-open    not-open    not-open
"""

TERMINATE = """
                     draft       checking     returned     published  closed  opened  evaluated  decided  contracted     terminated     overdue
commissioner         must-check
procurement_officer  is-draft    is-checking  is-returned  yes        yes     yes     yes        yes      is-contracted  is-terminated  yes
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
drafted it           is-draft    is-checking  is-returned  yes        yes     yes     yes        yes      is-contracted  is-terminated  yes
sent it              is-draft    is-checking  is-returned  yes        yes     yes     yes        yes      is-contracted  is-terminated  yes
"""

ANSWER = """
                     draft       checking    returned    published  closed      opened      evaluated   decided     contracted  terminated  overdue
commissioner         no-answers  no-answers  no-answers  yes        no-answers  no-answers  no-answers  no-answers  no-answers  no-answers  no-answers
procurement_officer  no-answers  no-answers  no-answers  yes        no-answers  no-answers  no-answers  no-answers  no-answers  no-answers  no-answers
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
drafted it           no-answers  no-answers  no-answers  yes        no-answers  no-answers  no-answers  no-answers  no-answers  no-answers  no-answers
sent it              no-answers  no-answers  no-answers  yes        no-answers  no-answers  no-answers  no-answers  no-answers  no-answers  no-answers
"""

TABLES = [
    (permissions.check_can_edit, permissions.can_edit, EDIT),
    (permissions.check_can_send, None, SEND),
    (permissions.check_can_check, permissions.can_check, CHECK),
    (permissions.check_can_amend, permissions.can_amend, AMEND),
    (permissions.check_can_terminate, permissions.can_terminate, TERMINATE),
    (permissions.check_can_answer, permissions.can_answer, ANSWER),
]


@pytest.mark.parametrize("check, can, expected", TABLES, ids=[check.__name__ for check, *_ in TABLES])
def test_a_tender_in_every_status(scene, check, can, expected):
    _, users, tenders = scene
    truth.holds(check, can, expected, users, {name: (tender,) for name, tender in tenders.items()}, REASONS, TenderStatus)


def with_late(council, tenders: dict[str, Tender]) -> dict[str, Tender]:
    """And one whose last day for questions has passed, while bids may still be sent: it closes in two days."""
    with clock.at(clock.now() - timedelta(days=33)):
        return {**tenders, "late": tendering.published_tender(council=council)}


ASK = """
                     draft         checking      returned      published  closed        opened        evaluated     decided       contracted    terminated    overdue       late
commissioner         must-bid
procurement_officer  must-bid
evaluator            must-bid
evaluation_lead      must-bid
contract_manager     must-bid
lead_director        must-bid
member               must-bid
supplier             no-questions  no-questions  no-questions  yes        no-questions  no-questions  no-questions  no-questions  no-questions  no-questions  no-questions  too-late
partner              must-bid
administrator        must-bid
elsewhere            must-bid
left                 must-bid
inactive             must-bid
drafted it           must-bid
sent it              must-bid
"""


def test_asking(scene):
    council, users, tenders = scene
    supplier = users["supplier"].supplier
    states = {name: (tender, supplier) for name, tender in with_late(council, tenders).items()}
    truth.holds(permissions.check_can_ask, None, ASK, users, states, REASONS, TenderStatus)


ASK_FOR_OWN = """
                     draft  checking  returned  published  closed  opened  evaluated  decided  contracted  terminated  overdue  late
commissioner         no
procurement_officer  no
evaluator            no
evaluation_lead      no
contract_manager     no
lead_director        no
member               no
supplier             no     no        no        yes        no      no      no         no       no          no          no       no
partner              no
administrator        no
elsewhere            no     no        no        yes        no      no      no         no       no          no          no       no
left                 no
inactive             no
drafted it           no
sent it              no
nobody signed in     no
"""


def test_asking_for_ones_own_supplier(scene):
    """The short form takes the supplier from the person, so those who bid for another supplier may ask as well."""
    council, users, tenders = scene
    states = {name: (tender,) for name, tender in with_late(council, tenders).items()}
    truth.holds(None, permissions.can_ask, ASK_FOR_OWN, {**users, truth.NOBODY: AnonymousUser()}, states, REASONS, TenderStatus)


AT_THE_EDGES = """
                     days before  last day for questions  day after  last second  deadline
procurement_officer  yes          yes                     yes        yes          no
supplier             yes          yes                     no         no           no
"""


def test_the_last_day_for_questions_and_the_second_of_the_deadline(scene):
    """The officer amends, the supplier asks. Due on Friday 20 November 2026 at 2pm, so questions end on Tuesday the 17th."""
    council, users, _ = scene
    due = datetime(2026, 11, 20, 14, tzinfo=clock.LONDON)
    with clock.at(due - timedelta(days=40)):
        tender = tendering.published_tender(council=council, deadline=due)
    assert permissions.questions_until(tender) == date(2026, 11, 17)
    moments = {
        "days before": datetime(2026, 11, 9, 9, tzinfo=clock.LONDON),
        "last day for questions": datetime(2026, 11, 17, 23, 59, 59, tzinfo=clock.LONDON),
        "day after": datetime(2026, 11, 18, 0, 0, 0, tzinfo=clock.LONDON),
        "last second": due - timedelta(seconds=1),
        "deadline": due,
    }
    found = {"procurement_officer": {}, "supplier": {}}
    for name, moment in moments.items():
        with clock.at(moment):
            for who, can in (("procurement_officer", permissions.can_amend), ("supplier", permissions.can_ask)):
                found[who][name] = "yes" if can(users[who], tender) else "no"
    truth.says(AT_THE_EDGES, found)


def test_questions_end_on_a_day_that_scotlands_holiday_does_not_move(scene):
    """Due on Wednesday 2 December 2026: Monday 30 November is a bank holiday in Scotland alone, and counts here."""
    council, _, _ = scene
    with clock.at(datetime(2026, 10, 20, 9, tzinfo=clock.LONDON)):
        tender = tendering.published_tender(council=council, deadline=datetime(2026, 12, 2, 12, tzinfo=clock.LONDON))
    assert permissions.questions_until(tender) == date(2026, 11, 27)


def test_which_permission_alone_is_enough(scene):
    council, _, tenders = scene
    published = tenders["published"]

    def may(can):
        return truth.enough(council, lambda user: can(user, published))

    assert may(permissions.can_answer) == {Permission.CHECK_TENDERS, Permission.EDIT_COMMISSIONS}
    assert may(permissions.can_amend) == may(permissions.can_terminate) == {Permission.CHECK_TENDERS}
