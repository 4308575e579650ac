"""When somebody was here before: the sign-in before this one, of another day."""

from datetime import datetime, timedelta

import pytest

from socialvalue.accounts.enums import Role
from socialvalue.accounts.services.visits import begin_visit
from socialvalue.common import clock
from tests.builders import people

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=clock.LONDON)


@pytest.fixture
def member():
    return people.person(people.council(), Role.MEMBER)


def sign_in(client, user) -> None:
    client.post("/sign-in/", {"login": user.email, "password": "demonstration"})
    user.refresh_from_db()


def test_the_first_visit_has_none_before_it(client, member):
    sign_in(client, member)
    assert member.last_login is not None
    assert member.previous_visit_at is None


def test_signing_in_keeps_when_they_signed_in_before(client, member):
    member.last_login = MONDAY
    member.save()
    sign_in(client, member)
    assert member.previous_visit_at == MONDAY
    assert member.last_login > MONDAY


def test_a_wrong_password_is_no_visit(client, member):
    member.last_login = MONDAY
    member.save()
    client.post("/sign-in/", {"login": member.email, "password": "not this one"})
    member.refresh_from_db()
    assert (member.last_login, member.previous_visit_at) == (MONDAY, None)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (timedelta(hours=14, minutes=59), None),
        (timedelta(hours=15), MONDAY),
    ],
    ids=["11.59pm is the same visit", "midnight in London begins another"],
)
def test_the_same_day_goes_on_with_the_same_visit(member, later, expected):
    member.last_login = MONDAY
    with clock.at(MONDAY + later):
        begin_visit(by=member)
    member.refresh_from_db()
    assert member.previous_visit_at == expected


def test_signing_in_again_on_a_day_keeps_the_visit_before_it(member):
    member.previous_visit_at, member.last_login = MONDAY, MONDAY + timedelta(days=2)
    with clock.at(MONDAY + timedelta(days=2, hours=3)):
        begin_visit(by=member)
    assert member.previous_visit_at == MONDAY
