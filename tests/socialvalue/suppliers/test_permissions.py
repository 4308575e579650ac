"""Who decides who a supplier is, and who acts for it: the whole tables, reasons included."""

import pytest

from contracts.suppliers.selectors.waiting import suppliers_for
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.suppliers import permissions
from socialvalue.suppliers.models import DetailsChange, JoinRequest
from socialvalue.suppliers.querysets.concern import councils_of
from socialvalue.suppliers.services.details import decide_change, edit_organisation
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
REASONS = {
    "must-confirm": truth.lacks(Permission.CONFIRM_SUPPLIERS),
    "another-council": NotAllowed("Only an officer of a council that deals with this supplier may do this"),
    "no-supplier": WrongState("This is not a supplier"),
    "decided": WrongState("This was decided already"),
    "change-decided": WrongState("This change was decided already"),
    "its-people": NotAllowed("The people of this supplier decide who acts for it"),
    "address": WrongState("They have not confirmed their email address yet"),
}


@pytest.fixture(scope="module")
def scene(module_database):
    who = build.parties()
    build.draft_contract(who)
    return who, truth.cast(who.council, who.supplier)


CONFIRM = """
                     its own       nobody's      of another council  a council
commissioner         must-confirm
procurement_officer  yes           yes           another-council     no-supplier
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     yes           yes           another-council     no-supplier
lead_director        must-confirm
member               must-confirm
supplier             must-confirm
partner              must-confirm
administrator        must-confirm
elsewhere            another-council  yes        another-council     no-supplier
left                 must-confirm
inactive             must-confirm
"""


def test_confirming_a_supplier(scene):
    who, users = scene
    theirs, _ = build.draft_contract()
    states = {
        "its own": (who.supplier,),
        "nobody's": (people.supplier(),),
        "of another council": (theirs.suppliers.get(),),
        "a council": (who.council,),
    }
    truth.holds(permissions.check_can_confirm_supplier, permissions.can_confirm_supplier, CONFIRM, users, states, REASONS)
    assert councils_of(who.supplier) == {who.council.pk}
    assert set(suppliers_for(users["contract_manager"])) == {who.supplier, *states["nobody's"], *_of_nobody(users)}


def _of_nobody(users) -> set[Organisation]:
    return {m.organisation for m in users["elsewhere"].current_memberships if m.organisation.kind == "supplier"}


CHANGE = """
                     waits         decided
commissioner         must-confirm
procurement_officer  yes           change-decided
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     yes           change-decided
lead_director        must-confirm
member               must-confirm
supplier             must-confirm
partner              must-confirm
administrator        must-confirm
elsewhere            another-council
left                 must-confirm
inactive             must-confirm
"""


def test_deciding_a_change_of_name(scene):
    who, users = scene
    (waits,) = edit_organisation(who.supplier, by=users["supplier"], name="Carers of the Weald CIC")
    waits = DetailsChange.objects.select_related("organisation").get(pk=waits.pk)
    decided = decide_change(waits, by=users["contract_manager"], accept=False, reason="Companies House has the old name")
    states = {"waits": (waits,), "decided": (decided,)}
    truth.holds(permissions.check_can_decide_change, permissions.can_decide_change, CHANGE, users, states, REASONS)


JOIN = """
                     people act       people gone   nobody acts   nobody checked  decided       address not confirmed
commissioner         must-confirm
procurement_officer  its-people       yes           yes           yes             decided       address
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     its-people       yes           yes           yes             decided       address
lead_director        must-confirm
member               must-confirm
supplier             yes              must-confirm  must-confirm  must-confirm    must-confirm  must-confirm
partner              must-confirm
administrator        must-confirm
elsewhere            another-council  yes           yes           yes             decided       address
left                 must-confirm
inactive             must-confirm
"""


def asks(supplier: Organisation, **details) -> JoinRequest:
    return JoinRequest.objects.create(organisation=supplier, user=people.person(supplier), **details)


def test_deciding_who_acts_for_a_supplier(scene):
    who, users = scene
    quiet = people.supplier()
    declared = people.supplier(confirmed=False)
    people.person(declared, Role.SUPPLIER)
    gone = people.supplier()
    User.objects.filter(pk=people.person(gone, Role.SUPPLIER).pk).update(is_active=False)
    early = asks(people.supplier())
    early.user.address_unconfirmed = True
    states = {
        "people act": (asks(who.supplier),),
        "people gone": (asks(gone),),
        "nobody acts": (asks(quiet),),
        "nobody checked": (asks(declared),),
        "decided": (asks(quiet, decided_at=clock.now(), decided_by=users["contract_manager"], accepted=True),),
        "address not confirmed": (early,),
    }
    truth.holds(permissions.check_can_decide_join, permissions.can_decide_join, JOIN, users, states, REASONS)
