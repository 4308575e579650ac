"""Who reports and who verifies, in every status of the return and of what is around it: the whole tables, reasons included."""

from datetime import datetime
from decimal import Decimal

import pytest

from contracts.evidence import permissions as reporting
from contracts.obligations import services as obligations
from contracts.register.enums import Side
from contracts.register.services import end_contract
from contracts.returns import permissions, services
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import Membership
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

# Two quarters of the contract are over
NOW = datetime(2025, 10, 10, 9, tzinfo=clock.LONDON)

REASONS = {
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "no-side": NotAllowed("Returns are made by the contract's supplier or by the council's contract managers."),
    "councils-duty": NotAllowed("This is the council's own duty in the contract: the council reports on it."),
    "not-started": WrongState("The contract has not started yet: there is nothing to report."),
    "waived": WrongState("This return is no longer owed: its obligation has ended."),
    "suppliers-draft": WrongState("The supplier has begun this return and has not submitted it yet."),
    "councils-draft": WrongState("The council has begun this return and has not submitted it yet."),
    "suppliers-own": NotAllowed("The supplier's own people do not verify its returns."),
    "own-return": NotAllowed("You made this return yourself: somebody else verifies it."),
    **{
        f"fixed-{status.value}": WrongState(f"This return can no longer be changed: it is “{status.label}”.")
        for status in ReturnStatus
    },
    **{f"is-{status.value}": WrongState(f"This cannot be done now: the return is “{status.label}”.") for status in ReturnStatus},
}


@pytest.fixture(scope="module", autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast; a manager who began and another who submitted; one who manages for the council and bids for the supplier."""
    who = build.parties()
    users = truth.cast(who.council, who.supplier)
    users["began it"], users["sent it"] = (people.person(who.council, Role.CONTRACT_MANAGER) for _ in range(2))
    users["both sides"] = people.person(who.council, Role.CONTRACT_MANAGER)
    Membership.objects.create(user=users["both sides"], organisation=who.supplier, role=Role.SUPPLIER)
    return who, users


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
    truth.holds(reporting.check_can_report, reporting.can_report, REPORT, users, due_rows(who), REASONS)


def a_suppliers_return(who: build.Parties, users):
    """Begun by the supplier, submitted, sent back, submitted again, verified, replaced by a correction."""
    due = build.first_due(build.active_contract(who)[0])
    body = services.save_return(due, by=who.reporter, value=Decimal(3))
    assert body.side == Side.SUPPLIER
    yield body.status, (body,)
    body = services.submit_return(body, by=who.reporter)
    yield body.status, (body,)
    body = services.query_return(body, by=who.manager, comment="Whom did you count?")
    yield body.status, (body,)
    services.save_return(due, by=who.reporter, value=Decimal(2))
    body = services.submit_return(Return.objects.get(pk=body.pk), by=who.reporter)
    body = services.verify_return(body, by=who.manager)
    yield body.status, (body,)
    correction = services.correct_return(due, by=who.reporter, reason="One was counted twice.")
    services.verify_return(services.submit_return(correction, by=who.reporter), by=who.manager)
    replaced = Return.objects.get(pk=body.pk)
    yield replaced.status, (replaced,)


def a_councils_return(who: build.Parties, users):
    """Begun by one manager, submitted by another, sent back."""
    due = build.first_due(build.active_contract(who)[0])
    body = services.save_return(due, by=users["began it"], value=Decimal(3))
    assert body.side == Side.COUNCIL
    yield body.status, (body,)
    body = services.submit_return(body, by=users["sent it"])
    yield body.status, (body,)
    body = services.query_return(body, by=who.manager, comment="Whom did you count?")
    yield body.status, (body,)


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

DECIDE_SUPPLIERS = """
                     draft          submitted  queried     verified     replaced
commissioner         must-verify
procurement_officer  must-verify
evaluator            must-verify
evaluation_lead      must-verify
contract_manager     is-draft       yes        is-queried  is-verified  is-replaced
lead_director        is-draft       yes        is-queried  is-verified  is-replaced
member               must-verify
supplier             must-verify
partner              must-verify
administrator        must-verify
elsewhere            must-verify
left                 must-verify
inactive             must-verify
began it             is-draft       yes        is-queried  is-verified  is-replaced
sent it              is-draft       yes        is-queried  is-verified  is-replaced
both sides           suppliers-own
"""

DECIDE_COUNCILS = """
                     draft          submitted   queried
commissioner         must-verify
procurement_officer  must-verify
evaluator            must-verify
evaluation_lead      must-verify
contract_manager     is-draft       yes         is-queried
lead_director        is-draft       yes         is-queried
member               must-verify
supplier             must-verify
partner              must-verify
administrator        must-verify
elsewhere            must-verify
left                 must-verify
inactive             must-verify
began it             own-return
sent it              is-draft       own-return  own-return
both sides           suppliers-own
"""

TABLES = [
    (reporting.check_can_write, reporting.can_write, a_suppliers_return, WRITE_SUPPLIERS),
    (reporting.check_can_write, reporting.can_write, a_councils_return, WRITE_COUNCILS),
    (permissions.check_can_decide, permissions.can_decide, a_suppliers_return, DECIDE_SUPPLIERS),
    (permissions.check_can_decide, permissions.can_decide, a_councils_return, DECIDE_COUNCILS),
]


@pytest.mark.parametrize(
    "check, can, states, expected", TABLES, ids=["write-supplier", "write-council", "decide-supplier", "decide-council"]
)
def test_a_return_in_every_status(scene, check, can, states, expected):
    who, users = scene
    truth.holds(check, can, expected, users, states(who, users), REASONS)
