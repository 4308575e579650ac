"""Signing somebody out wherever they are signed in."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.sessions.models import Session
from socialvalue.sessions.services import end_sessions
from socialvalue.sessions.services.store import end_of
from tests.builders import people

pytestmark = pytest.mark.django_db
NINE = clock.source().replace(hour=9, minute=0, second=0, microsecond=0)


def signed_in(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def key(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


@pytest.fixture
def person():
    return people.person(people.council(), Role.MEMBER, name="Has left")


def test_a_row_says_whose_session_it_is_and_since_when(person):
    browser = signed_in(person)
    row = Session.objects.get(session_key=key(browser))
    assert row.user == person
    assert clock.now() - row.since < timedelta(minutes=1)
    assert row.expire_date == row.since + timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    # What it held is still there once something else is saved in it
    browser.get("/messages/")
    session = browser.session
    session["anything"] = 1
    session.save()
    assert Session.objects.get(session_key=key(browser)).since == row.since


def test_every_session_of_one_person_ends_and_nobody_else_s(person):
    here, there = signed_in(person), signed_in(person)
    colleague = signed_in(people.person(people.council(), Role.MEMBER))
    assert end_sessions(person) == 2
    assert [is_in(one) for one in (here, there, colleague)] == [False, False, True]
    event = AuditEvent.objects.get(verb="ended sessions")
    assert (event.actor, event.council, event.sentence) == (None, person.council, "ended 2 of Has left’s sessions")


def test_the_session_that_goes_on_and_the_one_that_ends_can_be_named(person):
    here, there, third = signed_in(person), signed_in(person), signed_in(person)
    assert end_sessions(person, by=person, only=key(third)) == 1
    assert end_sessions(person, by=person, besides=key(here)) == 1
    assert [is_in(one) for one in (here, there, third)] == [True, False, False]
    assert {e.sentence for e in AuditEvent.objects.filter(verb="ended sessions")} == {"ended one of their own sessions"}


def test_nobody_ends_another_person_s_session_by_its_key(person):
    stranger = signed_in(people.person(people.council(), Role.MEMBER))
    assert end_sessions(person, by=person, only=key(stranger)) == 0
    assert is_in(stranger)


def test_where_nothing_is_open_nothing_is_recorded(person):
    assert end_sessions(person) == 0
    assert not AuditEvent.objects.filter(verb="ended sessions").exists()


def test_after_signing_out_the_row_belongs_to_nobody(person):
    browser = signed_in(person)
    browser.post("/sign-out/")
    assert not Session.objects.filter(user=person).exists()


@pytest.mark.parametrize(
    ("hours", "idle", "ends"),
    [(0, 3600, 1), (6.9, 3600, 7.9), (7, 3600, 8), (7.5, 3600, 8), (1, 4 * 3600, 5), (4, 4 * 3600, 8), (5, 4 * 3600, 8)],
)
def test_it_ends_when_nothing_is_done_and_eight_hours_after_signing_in_whatever_is_done(hours, idle, ends):
    told = {"since": NINE.isoformat(), "idle": idle}
    assert end_of(told, NINE + timedelta(hours=hours)) == NINE + timedelta(hours=ends)
