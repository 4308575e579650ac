"""Who sees a council's oversight: the whole table. An outsider is not told that there is anything."""

import pytest

from measurement.figures import permissions
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.common.errors import NotAllowed
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {"no-oversight": NotAllowed("Your role does not include: see the oversight dashboard")}


@pytest.fixture(scope="module")
def scene(module_database):
    council = people.council()
    return council, truth.cast(council)


OVERSIGHT = """
                     its council   another
commissioner         yes           not-there
procurement_officer  yes           not-there
evaluator            no-oversight  not-there
evaluation_lead      no-oversight  not-there
contract_manager     yes           not-there
lead_director        yes           not-there
member               yes           not-there
supplier             not-there
partner              not-there
administrator        yes           not-there
elsewhere            not-there
left                 not-there
inactive             not-there
"""


@pytest.mark.parametrize("form", [lambda council: council, lambda council: council.pk], ids=["the council", "its key"])
def test_oversight(scene, form):
    council, users = scene
    check, can = permissions.check_can_view_oversight, permissions.can_view_oversight
    states = {"its council": (form(council),), "another": (form(people.council()),)}
    truth.holds(check, can, OVERSIGHT, users, states, REASONS)


FIRST_COUNCIL = """
                     any
commissioner         yes
procurement_officer  yes
evaluator            no-oversight
evaluation_lead      no-oversight
contract_manager     yes
lead_director        yes
member               yes
supplier             no-oversight
partner              no-oversight
administrator        yes
elsewhere            yes
left                 no-oversight
inactive             no-oversight
"""


def test_the_first_council_whose_oversight_they_see(scene):
    council, users = scene
    truth.holds(permissions.council_for, None, FIRST_COUNCIL, users, {"any": ()}, REASONS)
    assert permissions.council_for(users["member"]) == council
    seen = {name for name, user in users.items() if permissions.councils_of(user) == [council.pk]}
    assert seen == {"commissioner", "procurement_officer", "contract_manager", "lead_director", "member", "administrator"}


def test_the_first_council_is_the_one_they_may_see():
    """A member of one council who evaluates for another, and began there, sees the first one's oversight."""
    here, there = people.council(), people.council()
    user = people.person(there, Role.EVALUATOR)
    Membership.objects.create(user=user, organisation=here, role=Role.MEMBER)
    assert permissions.council_for(user) == here
