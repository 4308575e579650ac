"""For which council somebody may say that they work now."""

import pytest

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.common.errors import NotAllowed
from socialvalue.councils import permissions
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {"no-role": NotAllowed("You have no role in this council")}
WORK_FOR = """
                     council  another council  supplier
commissioner         yes      no-role          no-role
procurement_officer  yes      no-role          no-role
evaluator            yes      no-role          no-role
evaluation_lead      yes      no-role          no-role
contract_manager     yes      no-role          no-role
lead_director        yes      no-role          no-role
member               yes      no-role          no-role
supplier             no-role
partner              no-role
administrator        yes      no-role          no-role
elsewhere            no-role
left                 no-role
inactive             no-role
of both              yes      yes              no-role
"""


def test_whoever_has_a_role_in_it():
    council, another, supplier = people.council(), people.council(), people.supplier()
    users = truth.cast(council, supplier)
    users["of both"] = people.person(council, Role.MEMBER)
    Membership.objects.create(user=users["of both"], organisation=another, role=Role.MEMBER)
    states = {"council": (council,), "another council": (another,), "supplier": (supplier,)}
    truth.holds(permissions.check_can_work_for, None, WORK_FOR, users, states, REASONS)
