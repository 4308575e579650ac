"""Who sets money aside, proposes and approves projects, and accounts for them: the whole tables, reasons included."""

import pytest

from contracts.innovation import permissions, services
from contracts.innovation.models import InnovationProject
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.fixtures import truth

from .steps import CAME, NOW, WHY, approved, at, pot, proposed

pytestmark = pytest.mark.django_db
REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "neither": NotAllowed("Projects are the business of the contract’s supplier and of the council’s contract managers"),
    "ended": WrongState("This contract has ended: what was set aside is kept as it was"),
    "not-begun": WrongState("The contract is still being agreed: projects follow once it is in force"),
    "own": NotAllowed("You proposed this project. Somebody else decides on it."),
    "over": WrongState("This project was decided on already, or taken back"),
    "not-yours": NotAllowed("Only who proposed this project can take it back"),
    "not-running": WrongState("Only a project that is under way is accounted for"),
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
    """The rows of everybody else, with one word in every cell."""
    return "\n".join(f"{name}  {word}" for name in truth.CAST if name not in besides)


def over(who):
    contract, _ = build.active_contract(who)
    return end_contract(contract, by=who.manager, reason="The provider closed.")


def contracts_of(who):
    yield "draft", (build.draft_contract(who)[0],)
    yield "active", (build.active_contract(who)[0],)
    yield "ended", (over(who),)


def test_who_sets_money_aside(scene):
    who, users = scene
    table = f"""
                      draft  active  ended
    contract_manager  yes    yes     ended
    {others("must-edit", "contract_manager")}
    """
    truth.holds(permissions.check_can_set_aside, permissions.can_set_aside, table, users, contracts_of(who), REASONS)


def test_who_proposes_a_project(scene):
    who, users = scene
    table = f"""
                      draft      active  ended
    contract_manager  not-begun  yes     ended
    supplier          not-begun  yes     ended
    {others("neither", "contract_manager", "supplier")}
    """
    truth.holds(permissions.check_can_propose, permissions.can_propose, table, users, contracts_of(who), REASONS)


def projects_of(who):
    contract, _ = build.active_contract(who)
    pot(contract, who)
    yield "waits", (proposed(contract, who.reporter),)
    yield "managers", (proposed(contract, who.manager),)
    yield "running", (approved(contract, who),)
    yield "refused", (services.decide_project(proposed(contract, who.reporter), by=who.manager, accept=False, decision=WHY),)
    yield "finished", (services.finish_project(approved(contract, who), by=who.reporter, came_of_it=CAME),)
    yield "taken-back", (services.take_back_project(proposed(contract, who.reporter), by=who.reporter),)
    waits = proposed(contract, who.reporter)
    end_contract(contract, by=who.manager, reason="The provider closed.")
    yield "ended", (InnovationProject.objects.get(pk=waits.pk),)


def test_who_approves_a_project(scene):
    who, users = scene
    users |= {"manager": who.manager, "reporter": who.reporter}
    table = f"""
                      waits  managers  running  refused  finished  taken-back  ended
    contract_manager  yes    yes       over     over     over      over        ended
    lead_director     yes    yes       over     over     over      over        ended
    manager           yes    own       over     over     over      over        ended
    reporter          must-verify
    {others("must-verify", "contract_manager", "lead_director")}
    """
    truth.holds(permissions.check_can_approve, permissions.can_approve, table, users, projects_of(who), REASONS)


def test_who_takes_a_project_back(scene):
    who, users = scene
    users |= {"manager": who.manager, "reporter": who.reporter}
    table = f"""
                waits      managers   running    refused    finished   taken-back  ended
    manager     not-yours  yes        not-yours  not-yours  not-yours  not-yours   not-yours
    reporter    yes        not-yours  over       over       over       over        yes
    {others("not-yours")}
    """
    truth.holds(permissions.check_can_take_back, permissions.can_take_back, table, users, projects_of(who), REASONS)


def test_who_accounts_for_a_project(scene):
    who, users = scene
    table = f"""
                      waits        managers     running  refused      finished     taken-back   ended
    contract_manager  not-running  not-running  yes      not-running  not-running  not-running  not-running
    supplier          not-running  not-running  yes      not-running  not-running  not-running  not-running
    {others("neither", "contract_manager", "supplier")}
    """
    truth.holds(permissions.check_can_account, permissions.can_account, table, users, projects_of(who), REASONS)
