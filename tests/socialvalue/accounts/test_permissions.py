"""Who manages a supplier and who administers a council: the whole tables, reasons included."""

import pytest

from socialvalue.accounts import permissions
from socialvalue.common.errors import NotAllowed
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
