"""Who gives a regulator's reference, and who accepts it: the whole tables, reasons included."""

from datetime import date, datetime

import pytest

from contracts.evidence import permissions
from contracts.evidence.models import RegulatorReference
from contracts.evidence.services import regulators
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.fixtures import truth

from .steps import held_elsewhere

pytestmark = pytest.mark.django_db
WHAT = "Inspection report, section Safe"
GIVEN = {"reference": "1-123456789", "dated": date(2025, 5, 3)}


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.fixture
def stage():
    contract, who = build.active_contract()
    return who, build.first_due(contract)


REASONS = {
    "no-side": NotAllowed("Returns are made by the contract's supplier or by the council's contract managers"),
    "not-agreed": WrongState("Nobody has agreed that a regulator holds this: the council’s contract manager does"),
    "sent": WrongState("A return was submitted for this period: correct that instead"),
    "no-permission": truth.lacks(Permission.EDIT_CONTRACTS),
    "own": NotAllowed("You gave this reference yourself: somebody else accepts it"),
}
GIVE = """
                     not agreed  another's   agreed  sent
commissioner         no-side
procurement_officer  no-side
evaluator            no-side
evaluation_lead      no-side
contract_manager     not-agreed  not-agreed  yes     sent
lead_director        no-side
member               no-side
supplier             not-agreed  not-agreed  yes     sent
partner              no-side
administrator        no-side
elsewhere            no-side
left                 no-side
inactive             no-side
"""
ACCEPT = """
                     by the supplier  by the manager
commissioner         no-permission
procurement_officer  no-permission
evaluator            no-permission
evaluation_lead      no-permission
contract_manager     yes              own
lead_director        no-permission
member               no-permission
supplier             no-permission
partner              no-permission
administrator        no-permission
elsewhere            no-permission
left                 no-permission
inactive             no-permission
"""


def test_who_gives_a_reference(stage):
    who, due = stage

    def states():
        yield "not agreed", (due,)
        # Of another KPI it was
        regulators.hold_elsewhere(build.kpi_of(build.active_contract(who)[0]), by=who.manager, regulator="cqc", what=WHAT)
        yield "another's", (due,)
        regulators.hold_elsewhere(due.kpi, by=who.manager, regulator="cqc", what=WHAT)
        yield "agreed", (due,)
        build.submitted_return(due, who)
        yield "sent", (DueReturn.objects.get(pk=due.pk),)

    users = truth.cast(who.council, who.supplier)
    truth.holds(permissions.check_can_give_reference, permissions.can_give_reference, GIVE, users, states(), REASONS)


def test_who_accepts_it(stage):
    who, due = stage
    users = truth.cast(who.council, who.supplier)
    later = due.kpi.due_returns.order_by("starts_on")[1]
    given = held_elsewhere(due, who.manager, who.reporter)
    own = RegulatorReference.objects.create(due=later, called="CQC", given_by=users["contract_manager"], **GIVEN)
    states = {"by the supplier": (given,), "by the manager": (own,)}
    truth.holds(permissions.check_can_accept_reference, permissions.can_accept_reference, ACCEPT, users, states, REASONS)
