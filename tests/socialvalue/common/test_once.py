"""A form that creates something makes it once: the whole way of its token."""

from datetime import timedelta

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from socialvalue.accounts.enums import Role
from socialvalue.common import clock, once
from socialvalue.common.once import SentForm
from tests.builders import people, tendering
from tests.security.pressing import read

pytestmark = pytest.mark.django_db

PATH = "/directorates/new/"


@pytest.fixture
def officer():
    return people.person(people.council(), Role.ADMINISTRATOR)


def sent(user, token: str, path: str = PATH, **typed) -> HttpRequest:
    request = RequestFactory().post(path, {once.FIELD: token, "name": "Highways", **typed})
    request.user = user
    return request


def made(request: HttpRequest, to: str = "/directorates/5/") -> str:
    return once.only(request, lambda: "made", lambda _: to)


def test_the_same_twice_leads_to_what_the_first_made(officer):
    token = once.token(officer.pk, PATH)
    assert made(sent(officer, token)) == "made"
    with pytest.raises(once.SentAlready, match=r"^/directorates/5/$"):
        made(sent(officer, token), to="/directorates/6/")
    assert SentForm.objects.get().led_to == "/directorates/5/"


def test_what_the_page_itself_says_makes_no_other_words(officer):
    token = once.token(officer.pk, PATH)
    made(sent(officer, token, version="1", read="a:1:1:1", page="x.5", csrfmiddlewaretoken="one"))
    with pytest.raises(once.SentAlready, match=r"^/directorates/5/$"):
        made(sent(officer, token, version="2", read="a:1:2:9", page="y.7", csrfmiddlewaretoken="two"))


def test_other_words_with_a_used_token_are_asked_about_and_then_made(officer):
    """Back, a word changed, sent again: a second one, or the first put right? What was typed stays until they say."""
    token = once.token(officer.pk, PATH)
    made(sent(officer, token))
    with pytest.raises(once.MadeBefore, match=r"^This form was sent already, and what it made is saved\.") as asked:
        made(sent(officer, token, code="H"))
    assert asked.value.led_to == "/directorates/5/"
    assert made(sent(officer, once.token(officer.pk, PATH, anyway=True), code="H")) == "made"


def test_the_same_words_from_a_page_opened_anew_are_asked_about_for_ten_minutes(officer):
    """After Back a browser may fetch the page again, with another token."""
    now = clock.now()
    with clock.at(now):
        made(sent(officer, once.token(officer.pk, PATH)))
    with clock.at(now + once.SAME_FOR - timedelta(seconds=1)):
        with pytest.raises(once.MadeBefore, match=r"^The same was sent a few minutes ago, and what it made is saved\."):
            made(sent(officer, once.token(officer.pk, PATH)))
        assert made(sent(officer, once.token(officer.pk, PATH), code="H")) == "made"
    with clock.at(now + once.SAME_FOR):
        assert made(sent(officer, once.token(officer.pk, PATH))) == "made"


def test_a_token_of_nobody_of_somebody_else_and_of_another_page_makes_nothing(officer):
    other = people.person(officer.council, Role.ADMINISTRATOR)
    good = once.token(officer.pk, PATH)
    for wrong in (
        "",
        "x",
        good + "x",
        once.token(other.pk, PATH),
        once.token(None, PATH),
        once.token(officer.pk, "/people/new/"),
    ):
        with pytest.raises(once.OutOfDate, match=r"^This page is out of date, so nothing was saved\."):
            made(sent(officer, wrong))
    assert SentForm.objects.count() == 0
    assert made(sent(officer, good)) == "made"


def test_what_is_refused_leaves_the_token_as_it_was(officer):
    token = once.token(officer.pk, PATH)

    def refuse():
        raise LookupError("the service says no")

    with pytest.raises(LookupError, match="the service says no"):
        once.only(sent(officer, token), refuse, str)
    assert SentForm.objects.count() == 0
    assert made(sent(officer, token)) == "made"


def test_tokens_are_forgotten_after_seven_days(officer):
    now = clock.now()
    for days in (6, 7, 8):
        with clock.at(now - timedelta(days=days)):
            made(sent(officer, once.token(officer.pk, PATH), name=f"Of {days} days ago"))
    with clock.at(now):
        assert once.clear() == 1
        assert once.clear() == 0
    assert SentForm.objects.count() == 2


def posted(browser: Client, path: str, **typed):
    """As a browser does it: the page first, then its form with what is typed."""
    (form,) = [one for one in read(path, browser.get(path).content.decode()).forms if one.action == path]
    return form, browser.post(path, form.data | typed)


def test_back_and_send_again_asks_one_question_and_says_so(client):
    """The page a bidder asks a question on: sent, Back, sent again; then after the page was fetched anew."""
    tender = tendering.published_tender()
    user = people.person(people.supplier(), Role.SUPPLIER)
    browser, path = Client(), f"/opportunities/{tender.reference}/ask/"
    browser.force_login(user)
    form, first = posted(browser, path, question="May two of us bid together?")
    assert first.status_code == 302
    again = browser.post(path, form.data | {"question": "May two of us bid together?"}, follow=True)
    assert once.SENT_ALREADY in again.content.decode()
    assert again.redirect_chain[0] == (first.url, 302)
    assert tender.clarifications.count() == 1
    _, asked = posted(browser, path, question="May two of us bid together?")
    html = asked.content.decode()
    assert "The same was sent a few minutes ago" in html
    assert f'href="{first.url}">See what was made before</a>' in html
    assert "May two of us bid together?</textarea>" in html
    assert tender.clarifications.count() == 1
    (shown,) = [one for one in read(path, html).forms if one.action == path]
    assert browser.post(path, shown.data).status_code == 302
    assert tender.clarifications.count() == 2
