"""Who imports running contracts, goes on with a file, and stands for its verified returns: the whole tables, reasons included."""

import pytest

from contracts.brought import permissions
from contracts.brought.services import files
from socialvalue.accounts.enums import Permission, Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.brought.steps import OBLIGATION, TODAY, VERIFIED, as_file, obligations, running, with_framework
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "not-theirs": NotAllowed("Only who uploaded this file goes on with it"),
    "not-asked": NotAllowed("Only the officer who was asked can answer this"),
    "over": WrongState(permissions.OVER),
}


@pytest.fixture(scope="module", autouse=True)
def stopped_clock():
    with clock.at(TODAY):
        yield


@pytest.fixture(scope="module")
def scene(module_database, stopped_clock):
    contract, who = running()
    with_framework(who)
    obligations(who, OBLIGATION)
    users = truth.cast(who.council, who.supplier)
    users["uploaded it"], users["was asked"] = who.manager, people.person(who.council, Role.LEAD_DIRECTOR)
    return who, users


BRING_IN = """
                     council
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     yes
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
uploaded it          yes
was asked            must-edit
"""

GO_ON = """
                     shown        asked        imported
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     not-theirs   not-theirs   not-theirs
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
uploaded it          yes          yes          over
was asked            must-edit
"""

STAND_FOR = """
                     shown        asked        imported
commissioner         must-verify
procurement_officer  must-verify
evaluator            must-verify
evaluation_lead      must-verify
contract_manager     not-asked    not-asked    not-asked
lead_director        not-asked    not-asked    not-asked
member               must-verify
supplier             must-verify
partner              must-verify
administrator        must-verify
elsewhere            must-verify
left                 must-verify
inactive             must-verify
uploaded it          not-asked    not-asked    not-asked
was asked            not-yet      yes          over
"""


def a_file(who: build.Parties, users):
    """Shown, waiting for the second person, imported."""
    kept = files.keep_file(
        who.council, by=users["uploaded it"], holds="returns", name="r.csv", data=as_file(VERIFIED), second=users["was asked"]
    )
    yield "shown", (kept,)
    kept = files.confirm(kept, by=users["uploaded it"])
    yield "asked", (kept,)
    yield "imported", (files.answer(kept, by=users["was asked"], accept=True),)


def test_importing(scene):
    who, users = scene
    states = [("council", (who.council,))]
    truth.holds(permissions.check_can_bring_in, None, BRING_IN, users, states, REASONS)


def test_going_on_with_a_file(scene):
    who, users = scene
    truth.holds(permissions.check_can_go_on, permissions.can_go_on, GO_ON, users, a_file(who, users), REASONS)


def test_standing_for_verified_returns(scene):
    who, users = scene
    reasons = REASONS | {"not-yet": WrongState("This file does not wait for an answer")}
    truth.holds(permissions.check_can_stand_for, permissions.can_stand_for, STAND_FOR, users, a_file(who, users), reasons)
