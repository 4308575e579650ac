"""The truth tables themselves: what makes one fail."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import people
from tests.fixtures import truth

REASONS = {"too-short": NotAllowed("Too short"), "over": WrongState("It is over")}
USERS = {"Ana": User(name="Ana"), "Bo": User(name="Bo")}
STATES = {"open": (False,), "closed": (True,)}
TABLE = """
     open       closed
Ana  yes        over
Bo   too-short
"""


def check(user, closed):
    if user.name == "Bo":
        raise NotAllowed("Too short")
    if closed:
        raise WrongState("It is over")


def can(user, closed):
    return user.name == "Ana" and not closed


def test_a_table_that_says_what_is_so():
    truth.holds(check, can, TABLE, USERS, STATES, REASONS, ("open", "closed"))
    truth.holds(check, None, TABLE, USERS, iter(STATES.items()), REASONS)


@pytest.mark.parametrize(
    "changed",
    [
        {"expected": TABLE.replace("over", "too-short")},
        {"expected": TABLE.replace("Bo   too-short\n", "")},
        {"users": {**USERS, "Cy": User(name="Cy")}},
        {"states": {**STATES, "ended": (True,)}},
        {"statuses": ("open", "closed", "ended")},
        {"reasons": {**REASONS, "over": NotAllowed("It is over")}},
        {"reasons": {**REASONS, "over": WrongState("It is over now")}},
        {"can": lambda user, closed: user.name == "Ana"},
        {"can": lambda user, closed: None},
        {"check": lambda user, closed: None},
        {"expected": TABLE.replace("yes        over", "yes")},
    ],
    ids=[
        "another reason",
        "a person without a row",
        "a new person",
        "a new state",
        "a status never asked",
        "another class",
        "other words",
        "a short form that says yes too often",
        "a short form that says nothing",
        "a check that lets everybody pass",
        "one cell for two states that differ",
    ],
)
def test_what_makes_it_fail(changed):
    asked = {"check": check, "can": can, "expected": TABLE, "users": USERS, "states": STATES, "reasons": REASONS, **changed}
    with pytest.raises(AssertionError):
        truth.holds(**asked)


def test_the_short_form_alone():
    expected = "open  closed\nAna  yes  no\nBo  no\nnobody signed in  no"
    truth.holds(
        None, lambda user, closed: bool(getattr(user, "name", "")) and can(user, closed), expected, _with_nobody(), STATES, {}
    )


def _with_nobody() -> dict:
    return {**USERS, truth.NOBODY: AnonymousUser()}


def test_a_page_that_is_not_there():
    def hidden(user, closed):
        raise Http404

    truth.holds(hidden, None, f"open  closed\nAna  {truth.HIDDEN}\nBo  {truth.HIDDEN}", USERS, STATES, {})


def test_a_table_reads_as_it_is_written():
    read = truth.table(TABLE)
    assert read == {"Ana": {"open": "yes", "closed": "over"}, "Bo": {"open": "too-short", "closed": "too-short"}}
    assert truth.table(truth.written(read)) == read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("open  closed\nAna  yes  over  yes", "Ana: not a cell for each of ['open', 'closed']"),
        ("open  closed\nAna  yes\nAna  over", "a row stands twice: ['Ana', 'Ana']"),
    ],
    ids=["cells", "rows"],
)
def test_a_table_that_is_none(text, words):
    with pytest.raises(AssertionError, match=re.escape(words)):
        truth.table(text)


@pytest.mark.django_db
def test_the_cast_holds_every_role_once_and_three_hold_them_all_for_nothing():
    council = people.council()
    users = {name: people.fresh(user) for name, user in truth.cast(council).items()}
    assert tuple(users) == truth.CAST
    held = {role.value: [m.role for m in users[role.value].current_memberships] for role in Role}
    assert held == {role.value: [role.value] for role in Role}
    assert {m.role for m in users[truth.ELSEWHERE].current_memberships} == set(Role.values)
    assert council.pk not in {m.organisation_id for m in users[truth.ELSEWHERE].current_memberships}
    for nobody in (truth.LEFT, truth.INACTIVE):
        assert users[nobody].current_memberships == []
        assert {m.role for m in users[nobody].memberships.all()} == set(Role.values)
