"""Who brings returns over from earlier records, and who says that they were verified: the whole tables, reasons included."""

from datetime import date, datetime

import pytest

from contracts.returns import permissions
from contracts.schedule.services import end_contract, waive
from socialvalue.accounts.enums import Permission, Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.common.reading import NOTHING_READ
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
WHY = "The college was closed for the whole quarter."
NOW = datetime(2025, 10, 10, 9, tzinfo=clock.LONDON)
REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "not-begun": WrongState("The contract has not started yet: there is nothing to report"),
    "waived": WrongState(f"This return is waived. Why: {WHY}"),
    "same-hand": NotAllowed("Somebody else than who brings returns over says that they were verified"),
}
BRING_OVER = """
                     draft        due          waived   ended
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     not-begun    yes          waived   yes
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
brings it            not-begun    yes          waived   yes
"""
STAND_FOR = """
                     contract
commissioner         must-verify
procurement_officer  must-verify
evaluator            must-verify
evaluation_lead      must-verify
contract_manager     yes
lead_director        yes
member               must-verify
supplier             must-verify
partner              must-verify
administrator        must-verify
elsewhere            must-verify
left                 must-verify
inactive             must-verify
brings it            same-hand
"""


@pytest.fixture(scope="module", autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def scene(module_database, stopped_clock):
    who = build.parties()
    users = truth.cast(who.council, who.supplier)
    users["brings it"] = people.person(who.council, Role.CONTRACT_MANAGER)
    return who, users


def rows(who):
    draft, _ = build.draft_contract(who)
    build.obligation(draft, who)
    yield "draft", (build.first_due(draft),)
    contract, _ = build.active_contract(who, obligations=2)
    due = build.first_due(contract)
    yield "due", (due,)
    other = contract.obligations.order_by("pk")[1].kpis.get().due_returns.order_by("starts_on")[0]
    yield "waived", (waive(other, by=who.manager, reason=WHY),)
    end_contract(contract, by=who.manager, ended_on=date(2025, 10, 9), reason="Both sides wanted it to end early.",
                 expected_version=NOTHING_READ)  # fmt: skip
    yield "ended", (type(due).objects.get(pk=due.pk),)


def test_bringing_over(scene):
    who, users = scene
    truth.holds(permissions.check_can_bring_over, permissions.can_bring_over, BRING_OVER, users, rows(who), REASONS)


def test_standing_for_what_was_verified(scene):
    who, users = scene
    states = [("contract", (build.active_contract(who)[0], users["brings it"]))]
    check, can = permissions.check_can_stand_for_earlier, permissions.can_stand_for_earlier
    truth.holds(check, can, STAND_FOR, users, states, REASONS)
