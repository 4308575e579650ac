"""Who enters a supply chain and who confirms it: the whole tables, reasons included."""

import pytest

from contracts.schedule.services import end_contract
from contracts.supply import permissions, services
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.fixtures import truth

from .steps import NOW, WHY, at, begun, fresh, whole

pytestmark = pytest.mark.django_db
REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "not-supplier": NotAllowed("The contract’s supplier enters who works for it"),
    "not-begun": WrongState("The contract is still being agreed: the supply chain follows once it is in force"),
    "sent": WrongState("This quarter was sent already: enter it again once the council has sent it back"),
    "entering": WrongState("The supplier is still entering this quarter"),
    "over": WrongState("This quarter was decided on already, or taken back"),
    "ended": WrongState("This contract has ended: what it calls easy and hard is kept as it was"),
}


@pytest.fixture(autouse=True)
def now():
    with at(NOW):
        yield


@pytest.fixture
def scene():
    who = build.parties()
    return who, truth.cast(who.council, who.supplier)


def others(word: str, *besides: str) -> str:
    return "\n".join(f"{name}  {word}" for name in truth.CAST if name not in besides)


def contracts_of(who):
    yield "draft", (build.draft_contract(who)[0],)
    yield "active", (build.active_contract(who)[0],)
    ended = end_contract(build.active_contract(who)[0], by=who.manager, reason="The provider closed.")
    yield "ended", (ended,)


def periods_of(who):
    contract, _ = build.active_contract(who)
    yield "entering", (begun(contract, who, (2026, 1)),)
    yield "sent", (whole(contract, who, (2026, 2)),)
    decided = whole(contract, who, (2026, 3))
    yield "decided", (services.decide_quarter(fresh(decided), by=who.manager, accept=True, decision=WHY),)


def test_who_enters_it(scene):
    who, users = scene
    table = f"""
              draft      active  ended
    supplier  not-begun  yes     yes
    {others("not-supplier", "supplier")}
    """
    # An ended contract is no longer delivered by anybody after its last day, and its last quarter is entered then
    truth.holds(permissions.check_can_enter, permissions.can_enter, table, users, contracts_of(who), REASONS)


def test_who_changes_a_quarter(scene):
    who, users = scene
    table = f"""
              entering  sent  decided
    supplier  yes       sent  sent
    {others("not-supplier", "supplier")}
    """
    truth.holds(permissions.check_can_change, permissions.can_change, table, users, periods_of(who), REASONS)


def test_who_confirms_a_quarter(scene):
    who, users = scene
    table = f"""
                      entering  sent  decided
    contract_manager  entering  yes   over
    {others("must-edit", "contract_manager")}
    """
    truth.holds(permissions.check_can_confirm, permissions.can_confirm, table, users, periods_of(who), REASONS)


def test_who_says_what_easy_and_hard_are(scene):
    who, users = scene
    table = f"""
                      draft  active  ended
    contract_manager  yes    yes     ended
    {others("must-edit", "contract_manager")}
    """
    truth.holds(permissions.check_can_define, permissions.can_define, table, users, contracts_of(who), REASONS)
