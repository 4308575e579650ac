"""Who says that two suppliers are one: the whole tables, reasons included."""

import pytest

from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.permissions import TIED
from socialvalue.accounts.services.ties import enter_tie
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.suppliers import permissions
from socialvalue.suppliers.models import Joining
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
REASONS = {
    "must-confirm": truth.lacks(Permission.CONFIRM_SUPPLIERS),
    "another-council": NotAllowed("Only an officer of a council that deals with one of the two suppliers may do this"),
    "no-supplier": WrongState("This is not a supplier"),
    "decided": WrongState("This was decided already, or taken back"),
    "yourself": NotAllowed("You proposed this. Another officer decides."),
    "their-officer": NotAllowed(permissions.ANOTHER_COUNCIL),
    "proposer": NotAllowed("Only the officer who proposed this can take it back"),
}


@pytest.fixture(scope="module")
def scene(module_database):
    who = build.parties()
    build.draft_contract(who)
    return who, truth.cast(who.council, who.supplier)


PROPOSE = """
                     its own       with another's  nobody's      of another council  a council
commissioner         must-confirm
procurement_officer  yes           yes             yes           another-council     no-supplier
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     yes           yes             yes           another-council     no-supplier
lead_director        must-confirm
member               must-confirm
supplier             must-confirm
partner              must-confirm
administrator        must-confirm
elsewhere            another-council  another-council  yes       another-council     no-supplier
left                 must-confirm
inactive             must-confirm
"""


def test_proposing(scene):
    who, users = scene
    theirs = build.draft_contract()[0].suppliers.get()
    states = {
        "its own": (who.supplier, people.supplier()),
        "with another's": (who.supplier, theirs),
        "nobody's": (people.supplier(), people.supplier()),
        "of another council": (theirs, people.supplier()),
        "a council": (who.supplier, who.council),
    }
    truth.holds(permissions.check_can_propose_together, permissions.can_propose_together, PROPOSE, users, states, REASONS)


STEP = """
                     theirs           of two councils  nobody's      of another council  unconfirmed  a council
commissioner         must-confirm
procurement_officer  yes              yes              nobodys       another-council     unconfirmed  no-supplier
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     yes              yes              nobodys       another-council     unconfirmed  no-supplier
lead_director        must-confirm
member               must-confirm
supplier             must-confirm
partner              must-confirm
administrator        must-confirm
elsewhere            another-council  another-council  nobodys       another-council     another-council  no-supplier
left                 must-confirm
inactive             must-confirm
"""


def test_asking_for_a_lost_second_step(scene):
    who, users = scene
    shared, declared = people.supplier(), people.supplier(confirmed=False)
    for parties in (build.parties(who.council, shared), build.parties(supplier=shared), build.parties(who.council, declared)):
        build.draft_contract(parties)
    states = {
        "theirs": (who.supplier,),
        "of two councils": (shared,),
        "unconfirmed": (declared,),
        "nobody's": (people.supplier(),),
        "of another council": (build.draft_contract()[0].suppliers.get(),),
        "a council": (who.council,),
    }
    words = "Only an officer of a council that deals with this supplier may do this"
    reasons = {
        **REASONS,
        "another-council": NotAllowed(words),
        "nobodys": NotAllowed(permissions.NOBODYS),
        "unconfirmed": WrongState("Nobody has confirmed who this supplier is. Confirm that first, then ask."),
    }
    truth.holds(permissions.check_can_ask_for_second_step, permissions.can_ask_for_second_step, STEP, users, states, reasons)


DECIDE = """
                     by another    by the officer  of two councils  decided
commissioner         must-confirm
procurement_officer  yes           yourself        their-officer    decided
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     yes           yes             their-officer    decided
lead_director        must-confirm
member               must-confirm
supplier             must-confirm
partner              must-confirm
administrator        must-confirm
elsewhere            another-council
left                 must-confirm
inactive             must-confirm
"""


def proposed(kept, joined, council, by, **details) -> Joining:
    return Joining.objects.create(
        doing="join", kept=kept, joined=joined, council=council, asked_by=by, reason="R", evidence="E", **details
    )


def test_deciding(scene):
    who, users = scene
    by = people.person(who.council, Role.PROCUREMENT_OFFICER)
    theirs = build.draft_contract()[0].suppliers.get()
    settled = {"decided_at": clock.now(), "decided_by": who.manager, "accepted": True}
    states = {
        "by another": (proposed(who.supplier, people.supplier(), who.council, by),),
        "by the officer": (proposed(who.supplier, people.supplier(), who.council, users["procurement_officer"]),),
        "of two councils": (proposed(who.supplier, theirs, who.council, by),),
        "decided": (proposed(who.supplier, people.supplier(), who.council, by, **settled),),
    }
    truth.holds(permissions.check_can_decide_together, permissions.can_decide_together, DECIDE, users, states, REASONS)
    other = people.person(theirs.contracts.get().council, Role.CONTRACT_MANAGER)
    assert permissions.can_decide_together(other, *states["of two councils"])


WITHDRAW = """
                     waits       decided
procurement_officer  yes         decided
contract_manager     proposer    proposer
member               proposer    proposer
elsewhere            proposer    proposer
"""


def test_taking_back(scene):
    who, users = scene
    by = users["procurement_officer"]
    settled = {"decided_at": clock.now(), "decided_by": who.manager, "accepted": False}
    states = {
        "waits": (proposed(who.supplier, people.supplier(), who.council, by),),
        "decided": (proposed(who.supplier, people.supplier(), who.council, by, **settled),),
    }
    some = {role: users[role] for role in ("procurement_officer", "contract_manager", "member", "elsewhere")}
    truth.holds(permissions.check_can_withdraw_together, permissions.can_withdraw_together, WITHDRAW, some, states, REASONS)


@pytest.mark.parametrize("which", [0, 1])
def test_nobody_who_was_with_one_of_the_two_says_so(scene, which):
    who, _ = scene
    officer = people.person(who.council, Role.PROCUREMENT_OFFICER)
    two = who.supplier, people.supplier()
    joining = proposed(*two, who.council, who.manager)
    assert permissions.can_propose_together(officer, *two)
    assert permissions.can_decide_together(officer, joining)
    enter_tie(officer, by=officer, supplier=two[which])
    officer = people.fresh(officer)
    with pytest.raises(NotAllowed, match=f"^{TIED}$"):
        permissions.check_can_propose_together(officer, *two)
    with pytest.raises(NotAllowed, match=f"^{TIED}$"):
        permissions.check_can_decide_together(officer, joining)
