"""Who manages a supplier and who administers a council: the whole tables, reasons included."""

import pytest

from socialvalue.accounts import permissions
from socialvalue.accounts.administration import selectors
from socialvalue.accounts.administration import services as administration
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "not-theirs": NotAllowed("Only people who act for this supplier may change it"),
    "no-administrator": NotAllowed("Only an administrator of this council may do this"),
}

MANAGE_SUPPLIER = """
                           council     another council  supplier  another
commissioner               not-theirs
procurement_officer        not-theirs
evaluator                  not-theirs
evaluation_lead            not-theirs
contract_manager           not-theirs
lead_director              not-theirs
member                     not-theirs
supplier                   not-theirs  not-theirs       yes       not-theirs
partner                    not-theirs
administrator              not-theirs
elsewhere                  not-theirs
left                       not-theirs
inactive                   not-theirs
bids, for the council      not-theirs
administers, the supplier  not-theirs
"""

ADMINISTER = """
                           council           another council   supplier          another
commissioner               no-administrator
procurement_officer        no-administrator
evaluator                  no-administrator
evaluation_lead            no-administrator
contract_manager           no-administrator
lead_director              no-administrator
member                     no-administrator
supplier                   no-administrator
partner                    no-administrator
administrator              yes               no-administrator  no-administrator  no-administrator
elsewhere                  no-administrator
left                       no-administrator
inactive                   no-administrator
bids, for the council      no-administrator
administers, the supplier  no-administrator
"""

TABLES = [
    (permissions.check_can_manage_supplier, permissions.can_manage_supplier, MANAGE_SUPPLIER),
    (permissions.check_can_administer, permissions.can_administer, ADMINISTER),
]


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast, and two whose role was given by the wrong kind of body: a council’s supplier, a supplier’s administrator."""
    council = people.council()
    users = truth.cast(council)
    supplier = users["supplier"].supplier
    users["bids, for the council"] = people.person(council, "supplier")
    users["administers, the supplier"] = people.person(supplier, "administrator")
    states = {
        "council": (council,),
        "another council": (people.council(),),
        "supplier": (supplier,),
        "another": (people.supplier(),),
    }
    return users, states


@pytest.mark.parametrize("check, can, expected", TABLES, ids=[check.__name__ for check, *_ in TABLES])
def test_a_body_of_each_kind(scene, check, can, expected):
    users, states = scene
    truth.holds(check, can, expected, users, states, REASONS)


UNDO_ACCESS = """
                           just done         done by another   undone            nothing done
commissioner               no-administrator
procurement_officer        no-administrator
evaluator                  no-administrator
evaluation_lead            no-administrator
contract_manager           no-administrator
lead_director              no-administrator
member                     no-administrator
supplier                   no-administrator
partner                    no-administrator
administrator              yes               not-theirs        nothing           nothing
elsewhere                  no-administrator
left                       no-administrator
inactive                   no-administrator
bids, for the council      no-administrator
administers, the supplier  no-administrator
"""


@pytest.fixture
def one_moment():
    with clock.fixed():
        yield


def test_undoing_a_change_of_access(scene, one_moment):
    users, states = scene
    council = states["council"][0]
    acts = []
    for by in (users["administrator"], people.person(council, "administrator")):
        person = administration.add_person(council, by=by, email=f"{by.pk}@example.org", name="X", roles=["member"])
        acts.append(selectors.last_act(person, council))
    administration.undo_access(person, council, by=by)
    states = {
        "just done": (council, acts[0]),
        "done by another": (council, acts[1]),
        "undone": (council, selectors.last_act(person, council)),
        "nothing done": (council, None),
    }
    reasons = REASONS | {
        "not-theirs": NotAllowed("Only the administrator who last changed this person’s access can undo it."),
        "nothing": WrongState("There is nothing to undo in this person’s access."),
    }
    truth.holds(permissions.check_can_undo_access, permissions.can_undo_access, UNDO_ACCESS, users, states, reasons)
