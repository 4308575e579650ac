"""Who reports, in every status of the return and of what is around it: the whole tables, reasons included."""

import pytest

from contracts.evidence import permissions
from contracts.obligations import services as obligations
from contracts.register.models import Contract
from contracts.register.selectors import grounds_of
from contracts.register.services import decide_supplier_change, propose_supplier_change, start_contract
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth

from .returned import NOW, a_councils_return, a_suppliers_return, everybody

pytestmark = pytest.mark.django_db

REASONS = {
    "no-side": NotAllowed("Returns are made by the contract's supplier or by the council's contract managers"),
    "councils-duty": NotAllowed("This is the council's own duty in the contract: the council reports on it"),
    "not-started": WrongState("The contract has not started yet: there is nothing to report"),
    "waived": WrongState("This return is waived. Why: The service is smaller."),
    "suppliers-draft": WrongState("The supplier has begun this return and has not submitted it yet"),
    "councils-draft": WrongState("The council has begun this return and has not submitted it yet"),
    **{
        f"fixed-{status.value}": WrongState(f"This return can no longer be changed: it is “{status.label}”")
        for status in ReturnStatus
    },
}


@pytest.fixture(scope="module", autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def scene(module_database, stopped_clock):
    return everybody()


def due_rows(who: build.Parties):
    """What there may be to report: before the contract starts, in force, the council's own duty, no longer owed, ended."""
    draft, _ = build.draft_contract(who)
    kpi = build.obligation(draft, who).kpis.get()
    yield "contract draft", (DueReturn.objects.filter(kpi=kpi).first() or obligations.planned_rows(kpi, draft)[0],)
    contract, _ = build.active_contract(who)
    yield "in force", (build.first_due(contract),)
    yield "council's duty", (build.first_due(build.active_contract(who, kpi={"client_side": True})[0]),)
    obligations.end_obligation(contract.obligations.get(), by=who.manager, reason="The service is smaller.")
    yield "waived", (DueReturn.objects.filter(kpi__obligation__contract=contract).order_by("starts_on").last(),)
    ended, _ = build.active_contract(who)
    end_contract(ended, by=who.manager, reason="The provider left.")
    yield "contract ended", (build.first_due(ended),)


def in_house(who: build.Parties, head):
    """A service of the council's own, without and with a head, and what the council itself promised there."""
    own = {"suppliers": [], "kind": "in_house", "route": "in_house", "service_head": head}
    yield "in house", (build.first_due(started(who, **own)),)
    yield "own duty", (build.first_due(started(who, kpi={"client_side": True}, **own)),)


def started(who, kpi=None, **details):
    contract, _ = build.draft_contract(who, **details)
    body = build.obligation(contract, who, kpi=kpi)
    for by in (details["service_head"], who.manager):
        body = obligations.agree(body, by=by)
    return start_contract(contract, by=who.manager)


IN_HOUSE = """
                     in house  own duty
contract_manager     head      yes
lead_director        no-side
member               no-side
supplier             no-side
the head             yes       councils-duty
"""


def test_reporting_on_a_service_of_the_councils_own(scene):
    who, users = scene
    head = people.person(who.council, Role.CONTRACT_MANAGER)
    asked = {name: users[name] for name in ("contract_manager", "lead_director", "member", "supplier")} | {"the head": head}
    reasons = REASONS | {"head": NotAllowed("The head of service reports on this, and somebody else verifies it")}
    truth.holds(permissions.check_can_report, permissions.can_report, IN_HOUSE, asked, in_house(who, head), reasons)


# For which side they report on the contract as a whole; who delivered it before another came still does
SIDES = """
                     a supplier's  handed over  in house
commissioner         nobody
procurement_officer  nobody
evaluator            nobody
evaluation_lead      nobody
contract_manager     council
lead_director        nobody
member               nobody
supplier             supplier      supplier     nobody
partner              nobody
administrator        nobody
elsewhere            nobody
left                 nobody
inactive             nobody
began it             council
sent it              council
both sides           supplier      supplier     council
"""


def test_for_which_side_somebody_reports(scene):
    who, users = scene
    over, _ = build.active_contract(who)
    ground = grounds_of(over)[0].key
    asked = {"leaves": over.parties.get(), "comes": people.supplier(), "ground": ground, "effective_on": clock.today()}
    change = propose_supplier_change(over, by=who.manager, reason="The provider left the field.", **asked)
    decide_supplier_change(change, by=who.director, accept=True, decision="I read the deed that both signed.")
    contracts = {
        "a supplier's": build.active_contract(who)[0],
        "handed over": Contract.objects.get(pk=over.pk),
        "in house": build.draft_contract(who, suppliers=[], kind="in_house", route="in_house")[0],
    }
    found = {
        name: {word: permissions.reports_for(user, contract) or "nobody" for word, contract in contracts.items()}
        for name, user in users.items()
    }
    truth.says(SIDES, found)


REPORT = """
                     contract draft  in force  council's duty  waived  contract ended
commissioner         no-side
procurement_officer  no-side
evaluator            no-side
evaluation_lead      no-side
contract_manager     not-started     yes       yes             waived  yes
lead_director        no-side
member               no-side
supplier             not-started     yes       councils-duty   waived  yes
partner              no-side
administrator        no-side
elsewhere            no-side
left                 no-side
inactive             no-side
began it             not-started     yes       yes             waived  yes
sent it              not-started     yes       yes             waived  yes
both sides           not-started     yes       councils-duty   waived  yes
"""


def test_reporting(scene):
    who, users = scene
    truth.holds(permissions.check_can_report, permissions.can_report, REPORT, users, due_rows(who), REASONS)


WRITE_SUPPLIERS = """
                     draft            submitted        queried  verified        replaced
commissioner         no-side
procurement_officer  no-side
evaluator            no-side
evaluation_lead      no-side
contract_manager     suppliers-draft  fixed-submitted  yes      fixed-verified  fixed-replaced
lead_director        no-side
member               no-side
supplier             yes              fixed-submitted  yes      fixed-verified  fixed-replaced
partner              no-side
administrator        no-side
elsewhere            no-side
left                 no-side
inactive             no-side
began it             suppliers-draft  fixed-submitted  yes      fixed-verified  fixed-replaced
sent it              suppliers-draft  fixed-submitted  yes      fixed-verified  fixed-replaced
both sides           yes              fixed-submitted  yes      fixed-verified  fixed-replaced
"""

WRITE_COUNCILS = """
                     draft           submitted        queried
commissioner         no-side
procurement_officer  no-side
evaluator            no-side
evaluation_lead      no-side
contract_manager     yes             fixed-submitted  yes
lead_director        no-side
member               no-side
supplier             councils-draft  fixed-submitted  yes
partner              no-side
administrator        no-side
elsewhere            no-side
left                 no-side
inactive             no-side
began it             yes             fixed-submitted  yes
sent it              yes             fixed-submitted  yes
both sides           councils-draft  fixed-submitted  yes
"""


def test_writing_a_suppliers_return(scene):
    who, users = scene
    states = a_suppliers_return(who, users)
    truth.holds(permissions.check_can_write, permissions.can_write, WRITE_SUPPLIERS, users, states, REASONS, ReturnStatus)


def test_writing_a_councils_return(scene):
    who, users = scene
    truth.holds(permissions.check_can_write, permissions.can_write, WRITE_COUNCILS, users, a_councils_return(who, users), REASONS)
