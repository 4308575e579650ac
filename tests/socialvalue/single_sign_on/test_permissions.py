"""Who comes in through a provider and who takes a link away: the whole tables, reasons included."""

import pytest
from allauth.socialaccount.models import SocialAccount

from socialvalue.common.errors import NotAllowed
from socialvalue.single_sign_on import permissions
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
NAME = "Kentish staff sign-in"

COME_IN = """
                     its council  another council
commissioner         yes          ended-there
procurement_officer  yes          ended-there
evaluator            yes          ended-there
evaluation_lead      yes          ended-there
contract_manager     yes          ended-there
lead_director        yes          ended-there
member               yes          ended-there
supplier             ended        ended-there
partner              ended        ended-there
administrator        yes          ended-there
elsewhere            ended        ended-there
left                 ended        ended-there
inactive             ended        ended-there
of both              both         both-there
"""

REMOVE = """
         own  another's
anybody  yes  not-theirs
"""


@pytest.fixture(scope="module")
def scene(module_database):
    council, other = people.council("Kentish Council"), people.council("Medway Example")
    users = truth.cast(council)
    users["of both"] = people.person(council, "member")
    people.give(users["of both"], other, "administrator")
    return council, other, users


def test_who_comes_in(scene):
    council, other, users = scene
    reasons = {
        f"{word}{mark}": NotAllowed(words.format(council=one, name=NAME))
        for mark, one in (("", council), ("-there", other))
        for word, words in (("ended", permissions.LEFT), ("both", permissions.ALSO_ELSEWHERE))
    }
    states = {"its council": (council, NAME), "another council": (other, NAME)}
    truth.holds(permissions.check_can_come_in, permissions.can_come_in, COME_IN, users, states, reasons)


def test_who_removes_a_link(scene):
    _, _, users = scene
    reasons = {"not-theirs": NotAllowed("Only the person whose account it is can remove this link")}
    stranger = SocialAccount(user=people.person(people.council()))
    for user in users.values():
        states = {"own": (SocialAccount(user=user),), "another's": (stranger,)}
        truth.holds(permissions.check_can_remove_link, permissions.can_remove_link, REMOVE, {"anybody": user}, states, reasons)
