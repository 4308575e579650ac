"""Who says what a grant is for, what is paid of it and what it did: the whole tables, reasons included."""

from datetime import date

import pytest

from contracts.grants import permissions, services
from contracts.register.services import start_contract
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.fixtures import truth

from .steps import AGREED, agreed, at, draft_grant, evaluated, running_grant, said

pytestmark = pytest.mark.django_db
NOW = date(2026, 12, 1)
REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "no-grant": WrongState("This is no grant"),
    "ended": WrongState("This grant has ended: what it was for is kept as it was"),
    "not-begun": WrongState("This grant has not begun: nothing is paid before that"),
    "not-now": WrongState("A grant is evaluated once it has begun, before it ends"),
    "evaluated": WrongState("This grant is evaluated, and a second person agreed: another is due when it goes on"),
    "waits": WrongState("An evaluation is written already and waits for a second person"),
    "unsaid": WrongState("Say first what the grant is for: that is what it is evaluated by"),
    "own": NotAllowed("You wrote this evaluation. Somebody else decides on it."),
    "over": WrongState("This evaluation was decided already, or taken back"),
    "not-yours": NotAllowed("Only the officer who wrote this evaluation can take it back"),
}
NOBODY_ELSE = """
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


@pytest.fixture(autouse=True)
def now():
    with at(NOW):
        yield


@pytest.fixture
def scene():
    who = build.parties()
    return who, truth.cast(who.council, who.supplier)


def over(who):
    contract = running_grant(who)[0]
    return end_contract(agreed(contract, who, proposes="end"), by=who.manager, reason="The parish carries it on.")


SHAPE = f"""
                     draft      active     ended      contract
contract_manager     yes        yes        ended      no-grant
{NOBODY_ELSE.strip()}
"""


def test_who_says_what_it_is_for(scene):
    who, users = scene

    def states():
        yield "draft", (draft_grant(who)[0],)
        yield "active", (running_grant(who)[0],)
        yield "ended", (over(who),)
        yield "contract", (build.draft_contract(who)[0],)

    truth.holds(permissions.check_can_shape_grant, permissions.can_shape_grant, SHAPE, users, states(), REASONS)


PAY = f"""
                     draft      active     ended      contract
contract_manager     not-begun  yes        yes        no-grant
{NOBODY_ELSE.strip()}
"""


def test_who_records_what_was_paid(scene):
    who, users = scene

    def states():
        yield "draft", (draft_grant(who)[0],)
        yield "active", (running_grant(who)[0],)
        yield "ended", (over(who),)
        yield "contract", (build.draft_contract(who)[0],)

    truth.holds(permissions.check_can_record_payment, permissions.can_record_payment, PAY, users, states(), REASONS)


EVALUATE = f"""
                     draft      to-begin   active     unsaid     waits      evaluated  ended      contract
contract_manager     not-now    not-now    yes        unsaid     waits      evaluated  not-now    no-grant
{NOBODY_ELSE.strip()}
"""


def test_who_evaluates_it_and_when(scene):
    who, users = scene

    def states():
        yield "draft", (draft_grant(who)[0],)
        later = draft_grant(who, starts_on=date(2026, 12, 2))[0]
        yield "to-begin", (start_contract(said(later, who), by=who.manager),)
        yield "active", (running_grant(who)[0],)
        yield "unsaid", (start_contract(draft_grant(who)[0], by=who.manager, in_force_already=True),)
        waits = running_grant(who)[0]
        evaluated(waits, who)
        yield "waits", (waits,)
        yield "evaluated", (agreed(running_grant(who)[0], who),)
        yield "ended", (over(who),)
        yield "contract", (build.active_contract(who)[0],)

    truth.holds(permissions.check_can_evaluate, permissions.can_evaluate, EVALUATE, users, states(), REASONS)


DECIDE = """
                     waits        decided      taken-back
commissioner         must-verify  must-verify  must-verify
procurement_officer  must-verify  must-verify  must-verify
evaluator            must-verify  must-verify  must-verify
evaluation_lead      must-verify  must-verify  must-verify
contract_manager     yes          over         over
lead_director        yes          over         over
member               must-verify  must-verify  must-verify
supplier             must-verify  must-verify  must-verify
partner              must-verify  must-verify  must-verify
administrator        must-verify  must-verify  must-verify
elsewhere            must-verify  must-verify  must-verify
left                 must-verify  must-verify  must-verify
inactive             must-verify  must-verify  must-verify
its-writer           own          over         over
"""
WITHDRAW = """
                     waits      decided    taken-back
commissioner         not-yours
procurement_officer  not-yours
evaluator            not-yours
evaluation_lead      not-yours
contract_manager     not-yours
lead_director        not-yours
member               not-yours
supplier             not-yours
partner              not-yours
administrator        not-yours
elsewhere            not-yours
left                 not-yours
inactive             not-yours
its-writer           yes        over       over
"""


def evaluations(who):
    yield "waits", (evaluated(running_grant(who)[0], who),)
    decided = evaluated(running_grant(who)[0], who)
    yield "decided", (services.decide_evaluation(decided, by=who.director, accept=True, decision=AGREED),)
    yield "taken-back", (services.withdraw_evaluation(evaluated(running_grant(who)[0], who), by=who.manager),)


def test_who_agrees_to_an_evaluation(scene):
    who, users = scene
    users["its-writer"] = who.manager
    check, can = permissions.check_can_decide_evaluation, permissions.can_decide_evaluation
    truth.holds(check, can, DECIDE, users, evaluations(who), REASONS)


def test_who_takes_an_evaluation_back(scene):
    who, users = scene
    users["its-writer"] = who.manager
    check, can = permissions.check_can_withdraw_evaluation, permissions.can_withdraw_evaluation
    truth.holds(check, can, WITHDRAW, users, evaluations(who), REASONS)


def test_two_people_are_two_in_the_database_too():
    contract, who = running_grant()
    written = evaluated(contract, who)
    with pytest.raises(Exception, match="grant_evaluation_decided_by_a_second_person|CHECK constraint failed"):
        type(written).objects.filter(pk=written.pk).update(decided_by=who.manager, decided_at=clock.now(), accepted=True)
