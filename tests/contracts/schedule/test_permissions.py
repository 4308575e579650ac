"""Who gives up a return and who asks for it again, in every state of it: the whole tables, reasons included."""

from datetime import date, datetime

import pytest

from contracts.obligations.services import end_obligation
from contracts.returns.services import query_return, save_return
from contracts.schedule import permissions
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract, waive
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from tests.builders import contracts as build
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
WHY = "The service was closed in that quarter."

REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "not-started": WrongState("The contract has not started: no return is due yet"),
    "waived": WrongState("This return is waived already"),
    "is-in": WrongState("A return was submitted for this period, so it cannot be waived. Send it back or correct it."),
    "was-in": WrongState("A return was submitted for this period and sent back, so it cannot be waived"),
    "is-owed": WrongState("This return is due: nobody has waived it"),
    "obligation-over": WrongState("The obligation of this return has ended"),
    "contract-over": WrongState("The contract had ended before this period began"),
}


@pytest.fixture(scope="module")
def scene(module_database):
    who = build.parties()
    return who, truth.cast(who.council, who.supplier)


def read(due: DueReturn) -> tuple[DueReturn]:
    """As a page finds it."""
    return (DueReturn.objects.select_related("kpi__obligation__contract").get(pk=due.pk),)


def row(contract, number: int) -> DueReturn:
    return DueReturn.objects.filter(kpi__obligation__contract=contract).order_by("starts_on")[number]


def in_every_state(who: build.Parties):
    draft, _ = build.draft_contract(who)
    build.obligation(draft, who)
    yield "not started", read(row(draft, 0))
    contract, _ = build.active_contract(who)
    due = row(contract, 0)
    yield "owed", read(due)
    save_return(due, by=who.reporter, value=None)
    yield "draft", read(due)
    sent = build.submitted_return(due, who)
    yield "sent", read(due)
    query_return(sent, by=who.manager, comment="Which ones?")
    yield "sent back", read(due)
    build.verified_return(row(contract, 1), who)
    yield "verified", read(row(contract, 1))
    waive(row(contract, 2), by=who.manager, reason=WHY)
    yield "given up", read(row(contract, 2))


WAIVE = """
                     not started  owed       draft      sent       sent back  verified   given up
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     not-started  yes        yes        is-in      was-in     is-in      waived
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_giving_up(scene):
    who, users = scene
    truth.holds(permissions.check_can_waive, permissions.can_waive, WAIVE, users, in_every_state(who), REASONS)


def given_up(who: build.Parties):
    contract, _ = build.active_contract(who)
    yield "owed", read(row(contract, 0))
    yield "given up", read(waive(row(contract, 0), by=who.manager, reason=WHY))
    save_return(row(contract, 1), by=who.reporter, value=None)
    with clock.at(datetime(2025, 8, 1, 9)):
        end_contract(contract, by=who.manager, reason=WHY, ended_on=date(2025, 6, 30))
    yield "contract ended", read(row(contract, 1))
    yield "before that", read(row(contract, 0))
    other, _ = build.active_contract(who)
    end_obligation(other.obligations.get(), by=who.manager, reason=WHY)
    yield "obligation ended", read(row(other, 11))


OWE_AGAIN = """
                     owed       given up   contract ended  before that  obligation ended
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     is-owed    yes        contract-over   yes          obligation-over
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_asking_again(scene):
    who, users = scene
    truth.holds(permissions.check_can_owe_again, permissions.can_owe_again, OWE_AGAIN, users, given_up(who), REASONS)


def contracts(who: build.Parties):
    draft, _ = build.draft_contract(who)
    yield "not started", (draft,)
    contract, _ = build.active_contract(who)
    yield "in force", (contract,)
    with clock.at(datetime(2025, 8, 1, 9)):
        yield "ended", (end_contract(contract, by=who.manager, reason=WHY, ended_on=date(2025, 6, 30)),)


CHASE = """
                     not started  in force   ended
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     not-started  yes        yes
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_reminding_of_what_is_overdue(scene):
    who, users = scene
    truth.holds(permissions.check_can_chase, permissions.can_chase, CHASE, users, contracts(who), REASONS)
