"""Who says who a supplier is, and who lets somebody act for one: the whole tables, reasons included."""

import pytest

from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import User
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.suppliers import permissions
from socialvalue.suppliers.enums import Doing
from socialvalue.suppliers.models import DetailsChange, JoinRequest
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-confirm": truth.lacks(Permission.CONFIRM_SUPPLIERS),
    "of-others": NotAllowed("Only an officer of a council that deals with this supplier may do this"),
    "no-supplier": WrongState("This is not a supplier"),
    "decided": WrongState("This change was decided already"),
    "join-decided": WrongState("This was decided already"),
    "own-decide": NotAllowed("The people of this supplier decide who acts for it"),
    "address": WrongState("They have not confirmed their email address yet"),
}
CONFIRM = """
                     nobody's      ours          another council's  a council
commissioner         must-confirm
procurement_officer  yes           yes           of-others          no-supplier
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     yes           yes           of-others          no-supplier
lead_director        must-confirm
member               must-confirm
supplier             must-confirm
partner              must-confirm
administrator        must-confirm
elsewhere            yes           of-others     of-others          no-supplier
left                 must-confirm
inactive             must-confirm
"""
DECIDE_CHANGE = """
                     waits         decided
commissioner         must-confirm
procurement_officer  yes           decided
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     yes           decided
lead_director        must-confirm
member               must-confirm
supplier             must-confirm
partner              must-confirm
administrator        must-confirm
elsewhere            of-others
left                 must-confirm
inactive             must-confirm
"""
DECIDE_JOIN = """
                     nobody confirmed it  its own decide  nobody is there  decided       unconfirmed address
commissioner         must-confirm
procurement_officer  yes                  own-decide      yes              join-decided  address
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     yes                  own-decide      yes              join-decided  address
lead_director        must-confirm
member               must-confirm
supplier             must-confirm
partner              must-confirm
administrator        must-confirm
elsewhere            yes                  own-decide      yes              join-decided  address
left                 must-confirm
inactive             must-confirm
their own            yes                  yes             must-confirm     join-decided  address
"""


def test_who_confirms_a_supplier():
    who, theirs = build.parties(), build.parties()
    build.draft_contract(who)
    build.draft_contract(theirs)
    states = {
        "nobody's": (people.supplier(),),
        "ours": (who.supplier,),
        "another council's": (theirs.supplier,),
        "a council": (who.council,),
    }
    users = truth.cast(who.council, who.supplier)
    truth.holds(permissions.check_can_confirm_supplier, permissions.can_confirm_supplier, CONFIRM, users, states, REASONS)


def test_who_decides_on_another_name():
    who = build.parties()
    build.draft_contract(who)
    asked = {"organisation": who.supplier, "doing": Doing.NAME, "asked_by": who.reporter}
    officer = people.person(who.council, Role.PROCUREMENT_OFFICER)
    decided = {"decided_by": officer, "decided_at": who.council.created_at, "accepted": False, "reason": "It is another firm."}
    states = {
        "waits": (DetailsChange(name="A new name", **asked),),
        "decided": (DetailsChange(name="A new name", **asked, **decided),),
    }
    users = truth.cast(who.council, who.supplier)
    truth.holds(permissions.check_can_decide_change, permissions.can_decide_change, DECIDE_CHANGE, users, states, REASONS)


def asks(organisation, **details) -> JoinRequest:
    stranger = people.person(people.council())
    if details.pop("unconfirmed", False):
        User.objects.filter(pk=stranger.pk).update(address_unconfirmed=True)
        stranger = people.fresh(stranger)
    return JoinRequest(organisation=organisation, user=stranger, **details)


def test_who_lets_somebody_act_for_a_supplier():
    council, declared, confirmed, empty = people.council(), people.supplier(confirmed=False), people.supplier(), people.supplier()
    own = people.person(declared, Role.SUPPLIER)
    own.memberships.create(organisation=confirmed, role=Role.SUPPLIER)
    own = people.fresh(own)
    states = {
        "nobody confirmed it": (asks(declared),),
        "its own decide": (asks(confirmed),),
        "nobody is there": (asks(empty),),
        "decided": (asks(declared, decided_by=own, decided_at=council.created_at, accepted=True),),
        "unconfirmed address": (asks(declared, unconfirmed=True),),
    }
    users = truth.cast(council) | {"their own": own}
    truth.holds(permissions.check_can_decide_join, permissions.can_decide_join, DECIDE_JOIN, users, states, REASONS)
