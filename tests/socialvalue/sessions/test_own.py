"""Where one is signed in: seen in words, and ended from another browser."""

import re

import pytest

from socialvalue.accounts.enums import Role
from socialvalue.sessions.models import Session
from tests.reading import as_read
from tests.socialvalue.sessions.steps import browser, is_in, people, sign_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1"


@pytest.fixture
def person():
    return people.person(people.council(), Role.MEMBER)


@pytest.fixture
def browsers(person):
    here, phone = browser("192.0.2.10", FIREFOX), browser("198.51.100.9", IPHONE)
    for one in (here, phone):
        sign_in(one, person.email)
    return here, phone


def still_in(client) -> bool:
    return client.get("/account/").status_code == 200


def test_this_browser_comes_first_and_the_other_says_what_it_is(browsers):
    page = browsers[0].get("/account/sessions/")
    assert [(row.device, row.address, row.here) for row in page.context["rows"]] == [
        ("Firefox on Linux", "192.0.2.10", True),
        ("Safari on an iPhone", "198.51.100.9", False),
    ]
    assert as_read(page).count("Sign out there") == 1


def test_no_page_and_no_address_tells_the_key_of_a_session(browsers):
    page = browsers[0].get("/account/sessions/").content.decode()
    assert not [row for row in Session.objects.all() if row.session_key in page]


def test_signed_out_there_and_not_here(browsers):
    here, phone = browsers
    page = here.get("/account/sessions/").content.decode()
    answer = here.post(re.search(r'action="(/account/sessions/\w+/end/)"', page)[1], follow=True)
    assert "Signed out: Safari on an iPhone." in as_read(answer)
    assert [still_in(one) for one in browsers] == [True, False]


def test_signed_out_everywhere_else(browsers, person):
    third = browser()
    sign_in(third, person.email)
    third.post("/account/sessions/end/")
    assert [still_in(one) for one in (*browsers, third)] == [False, False, True]
    assert "Sign out everywhere else" not in as_read(third.get("/account/sessions/"))


def test_nobody_ends_another_person_s_session_or_their_own_by_this(browsers):
    stranger = browser()
    sign_in(stranger, people.person(people.council(), Role.MEMBER).email)
    page = stranger.get("/account/sessions/")
    (own,) = page.context["rows"]
    assert browsers[0].post(f"/account/sessions/{own.name}/end/").status_code == 404
    assert stranger.post(f"/account/sessions/{own.name}/end/").status_code == 404
    assert is_in(stranger)
