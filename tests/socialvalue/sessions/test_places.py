"""Where one is signed in: read on one's account, and ended from there."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.notifications.models import Message
from socialvalue.sessions.models import Session
from socialvalue.sessions.selectors import places_of
from tests.builders import people
from tests.reading import as_read
from tests.socialvalue.sessions.steps import browser, is_in, sign_in

pytestmark = pytest.mark.django_db
WINDOWS = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"
PAGE = "/account/sessions/"


@pytest.fixture
def person():
    return people.person(people.council(), Role.MEMBER)


def inside(user, address: str, agent: str):
    one = browser(address, agent)
    sign_in(one, user.email)
    return one


def key(one) -> str:
    return one.cookies[settings.SESSION_COOKIE_NAME].value


def mark(user, there) -> str:
    return next(place.mark for place in places_of(user, here="") if place.session.session_key == key(there))


def test_each_place_is_told_with_its_device_address_and_times_and_this_one_comes_first(person):
    here, there = inside(person, "192.0.2.1", WINDOWS), inside(person, "198.51.100.2", IPHONE)
    inside(people.person(people.council(), Role.MEMBER), "203.0.113.9", WINDOWS)
    then = clock.source() - timedelta(seconds=30)
    Session.objects.filter(session_key=key(here)).update(seen_at=then)
    Session.objects.filter(session_key=key(there)).update(seen_at=then + timedelta(seconds=10))
    places = places_of(person, here=key(here))
    told = [(place.device, place.session.address, place.is_here) for place in places]
    assert told == [("Chrome on Windows", "192.0.2.1", True), ("Safari on an iPhone", "198.51.100.2", False)]
    words = as_read(re.sub(r"<[^>]+>", " ", here.get(PAGE).content.decode()))
    assert words.count("Chrome on Windows Here Network address 192.0.2.1") == 1
    assert words.index("192.0.2.1") < words.index("198.51.100.2")
    assert "203.0.113.9" not in words, "another person’s"
    assert words.count("Sign out there") == 1
    assert "Sign out everywhere else" in words


def test_the_page_names_no_key_with_which_somebody_could_come_in(person):
    here, there = inside(person, "192.0.2.1", WINDOWS), inside(person, "198.51.100.2", IPHONE)
    page = here.get(PAGE).content.decode()
    assert mark(person, there) in page
    assert [key(one) in page for one in (here, there)] == [False, False]
    here.post(f"{PAGE}end/", {"place": key(there)})
    assert is_in(there), "the key is not the mark"


def test_signing_out_there_leaves_the_others(person):
    here, there, third = (inside(person, f"192.0.2.{n}", WINDOWS) for n in (1, 2, 3))
    answer = here.post(f"{PAGE}end/", {"place": mark(person, there)}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "You are signed out: Chrome on Windows." in as_read(answer)
    assert [one.get("/account/").status_code for one in (here, there, third)] == [200, 302, 200]
    assert AuditEvent.objects.get(verb="ended sessions").sentence == "ended one of their own sessions"


def test_signing_out_everywhere_else_leaves_this_one_alone(person):
    here, there, third = (inside(person, f"192.0.2.{n}", WINDOWS) for n in (1, 2, 3))
    assert "You are signed out everywhere else." in as_read(here.post(f"{PAGE}end-others/", follow=True))
    assert [one.get("/account/").status_code for one in (here, there, third)] == [200, 302, 302]
    words = as_read(here.get(PAGE))
    assert "Sign out everywhere else" not in words
    assert "You are signed in nowhere else." in as_read(here.post(f"{PAGE}end-others/", follow=True))


def test_nobody_ends_another_person_s_session_nor_this_one(person):
    here, stranger = inside(person, "192.0.2.1", WINDOWS), people.person(people.council(), Role.MEMBER)
    theirs = inside(stranger, "198.51.100.2", IPHONE)
    for place in (mark(stranger, theirs), mark(person, here), "", "x" * 5000, "\x00"):
        answer = here.post(f"{PAGE}end/", {"place": place}, follow=True)
        assert "You are not signed in there any more." in as_read(answer)
    assert [one.get("/account/").status_code for one in (here, theirs)] == [200, 200]
    assert not AuditEvent.objects.filter(verb="ended sessions").exists()


def test_a_session_that_is_over_is_not_listed(person):
    here, there = inside(person, "192.0.2.1", WINDOWS), inside(person, "198.51.100.2", IPHONE)
    Session.objects.filter(session_key=key(there)).update(expire_date=clock.source() - timedelta(seconds=1))
    assert [place.is_here for place in places_of(person, here=key(here))] == [True]


def test_strangers_are_led_to_sign_in_and_buttons_are_no_pages(client, person):
    assert client.get(PAGE).url == f"/sign-in/?next={PAGE}"
    assert client.post(f"{PAGE}end-others/").status_code == 302
    here = inside(person, "192.0.2.1", WINDOWS)
    assert [here.get(f"{PAGE}{button}/").status_code for button in ("end", "end-others")] == [405, 405]


def test_the_account_leads_there(person):
    assert f'href="{PAGE}"' in inside(person, "192.0.2.1", WINDOWS).get("/account/").content.decode()


def test_a_new_device_is_told_by_email_and_a_known_one_is_not(person):
    def told() -> list[str]:
        rows = Message.objects.filter(address=person.email, subject="You signed in on a new device").order_by("pk")
        return [row.body for row in rows]

    first = inside(person, "192.0.2.1", WINDOWS)
    assert told() == [], "whoever signs in for the first time has no other device"
    first.post("/sign-out/")
    sign_in(first, person.email)
    assert told() == []
    inside(person, "198.51.100.2", IPHONE)
    [body] = told()
    assert "with Safari on an iPhone, from the network address 198.51.100.2" in body
    event = AuditEvent.objects.get(verb="signed in on a new device")
    assert (event.actor, event.sentence) == (person, "signed in on a new device: Safari on an iPhone, from 198.51.100.2")
    assert mail.outbox == [], "the worker sends it"
