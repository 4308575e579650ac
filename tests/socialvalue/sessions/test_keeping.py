"""A form that is sent after its session has ended: the words come back, to the same person on the same browser only."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from procurement.commissioning.models import Commission
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.sessions.models import Session
from socialvalue.sessions.services.keeping import KEY_COOKIE, PERSON_COOKIE, SLOT
from tests.builders import commissioning as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "Breaks for carers of everybody",
    "category": "care",
    "estimated_value": "1,234,567",
    "starts_on_day": "31",
    "starts_on_month": "2",
    "version": "1",
}


@pytest.fixture
def commission():
    return build.commission(framework=build.framework())


@pytest.fixture
def address(commission):
    return reverse("commission-edit", args=[commission.reference])


def sign_in(client, user):
    return client.post("/sign-in/", {"login": user.email, "password": "demonstration"})


def end_session(client):
    """The eight hours are over: the row is gone, the browser still has its cookies."""
    Session.objects.all().delete()


@pytest.fixture
def kept(client, commission, address):
    """The lead typed, was signed out, and pressed the button."""
    sign_in(client, commission.lead)
    client.get(address)
    end_session(client)
    return client.post(address, TYPED, headers={"referer": f"http://testserver{address}"})


def test_the_sign_in_page_says_so_and_leads_back_to_the_form(client, kept, address):
    assert kept.status_code == 302
    assert kept.url == f"/sign-in/?next={address}"
    assert "We kept what you typed: sign in to get it back." in as_read(client.get(kept.url))


def test_the_same_person_finds_it_in_the_form_and_nothing_is_saved(client, kept, commission, address):
    before = Commission.objects.get(pk=commission.pk)
    assert sign_in(client, commission.lead).status_code == 302
    page = client.get(address)
    form = page.context["form"]
    assert form["title"].value() == TYPED["title"]
    assert form["version"].value() == "1"
    assert "We kept what you typed" in as_read(page)
    after = Commission.objects.get(pk=commission.pk)
    assert (after.title, after.version) == (before.title, before.version)
    # Opened again it is still there
    assert client.get(address).context["form"]["title"].value() == TYPED["title"]


def test_another_page_leads_to_it_but_its_forms_are_untouched(client, kept, commission, address):
    sign_in(client, commission.lead)
    page = client.get("/messages/")
    assert f'href="{address}"' in page.content.decode()
    settings_of_mail = client.get("/account/messages/").context["form"]
    assert settings_of_mail["news"].value() == commission.lead.news


def test_after_it_was_sent_it_is_gone(client, kept, commission, address):
    sign_in(client, commission.lead)
    client.post(address, {**TYPED, "title": ""})
    assert SLOT not in client.session
    assert "We kept what you typed" not in as_read(client.get(address))


def test_it_can_be_thrown_away(client, kept, commission, address):
    sign_in(client, commission.lead)
    assert client.post("/session/kept/throw-away/").url == address
    assert client.get(address).context["form"]["title"].value() == commission.title
    # A second time there is nothing, and nothing breaks
    assert client.post("/session/kept/throw-away/").url == "/"


def test_the_service_holds_it_sealed_and_the_browser_holds_the_key(client, kept):
    sealed = client.session[SLOT]
    assert "carers" not in str(list(Session.objects.values_list("session_data", flat=True))) + sealed
    key = kept.cookies[KEY_COOKIE]
    assert (key["httponly"], key["samesite"], key["max-age"]) == (True, "Lax", 3600)
    assert key.value not in sealed


def test_another_person_on_this_browser_gets_nothing_and_it_is_gone_for_good(client, kept, commission, address):
    other = people.person(commission.council, *[m.role for m in commission.lead.current_memberships])
    client.get(kept.url)
    sign_in(client, other)
    page = client.get(address)
    assert "We kept what you typed" not in as_read(page)
    assert "carers of everybody" not in page.content.decode()
    assert SLOT not in client.session
    client.post("/sign-out/")
    sign_in(client, commission.lead)
    assert client.get(address).context["form"]["title"].value() == commission.title


def test_another_browser_gets_nothing(client, kept, commission, address):
    elsewhere = Client()
    sign_in(elsewhere, commission.lead)
    assert elsewhere.get(address).context["form"]["title"].value() == commission.title


def test_the_session_without_the_key_and_the_key_without_the_session_give_nothing(client, kept, commission, address):
    key = client.cookies[KEY_COOKIE].value
    del client.cookies[KEY_COOKIE]
    sign_in(client, commission.lead)
    assert client.get(address).context["form"]["title"].value() == commission.title
    thief = Client()
    thief.cookies[KEY_COOKIE] = key
    sign_in(thief, commission.lead)
    assert thief.get(address).context["form"]["title"].value() == commission.title


def test_after_an_hour_it_is_gone(client, kept, commission, address):
    sign_in(client, commission.lead)
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert client.get(address).context["form"]["title"].value() == commission.title
    assert SLOT not in client.session


def test_who_was_never_signed_in_here_has_nothing_kept(client, commission, address):
    answer = client.post(address, TYPED)
    assert answer.url == f"/sign-in/?next={address}"
    assert KEY_COOKIE not in client.cookies
    assert SLOT not in client.session


def test_nobody_can_say_that_they_were_somebody_else(client, commission, address):
    client.cookies[PERSON_COOKIE] = f"{commission.lead.pk}:forged:signature"
    client.post(address, TYPED)
    assert SLOT not in client.session


def test_who_signed_out_is_forgotten(client, commission, address):
    sign_in(client, commission.lead)
    client.get(address)
    assert client.cookies[PERSON_COOKIE].value
    client.post("/sign-out/")
    client.post(address, TYPED)
    assert SLOT not in client.session


def test_what_another_site_sends_is_not_kept(commission, address):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(commission.lead)
    strict.get(address)
    end_session(strict)
    assert strict.post(address, TYPED).status_code == 403
    assert SLOT not in strict.session


def test_a_page_elsewhere_is_never_where_it_leads(client, commission, address):
    sign_in(client, commission.lead)
    client.get(address)
    for said in ("https://evil.example/x", "//evil.example/x", "javascript:alert(1)", "http://testserver//evil.example/"):
        end_session(client)
        assert client.post(address, TYPED, headers={"referer": said}).url == f"/sign-in/?next={address}"


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/account/security/password/", {"oldpassword": "demonstration", "password1": "a new one please", "password2": "x"}),
        ("/account/security/again/", {"password": "demonstration"}),
        ("/account/security/app/", {"code": "123456"}),
    ],
)
def test_nothing_of_the_pages_for_signing_in_is_kept(client, commission, path, typed):
    sign_in(client, commission.lead)
    client.get("/")
    end_session(client)
    assert client.post(path, typed).status_code == 302
    assert SLOT not in client.session


def test_what_is_too_much_is_told(client, commission, address):
    sign_in(client, commission.lead)
    client.get(address)
    end_session(client)
    answer = client.post(address, {**TYPED, "title": "x" * 200_001})
    assert SLOT not in client.session
    assert "it could not be kept" in as_read(client.get(answer.url))


def test_what_saves_by_itself_is_left_to_its_own_line(client, commission, address):
    sign_in(client, commission.lead)
    client.get(address)
    end_session(client)
    client.post(address, TYPED, headers={"HX-Request": "true"})
    assert SLOT not in client.session


def test_a_page_costs_no_more_queries_for_it(client, commission, django_assert_max_num_queries):
    sign_in(client, commission.lead)
    client.get("/messages/")
    with django_assert_max_num_queries(10):
        client.get("/messages/")


def test_the_page_knows_when_the_session_ends(client, commission):
    sign_in(client, commission.lead)
    row = Session.objects.get(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert str(client.get("/messages/").context["session_ends"]) == row.expire_date.isoformat(timespec="seconds")
    assert str(client.get("/help/").context["session_ends"]) == row.expire_date.isoformat(timespec="seconds")
    assert str(Client().get("/help/").context["session_ends"]) == ""


def test_the_page_says_both_moments_to_the_second(client):
    """Parts of a second help nobody, and are digits on every page that look like figures."""
    client.force_login(people.person(people.council(), Role.MEMBER))
    moment = datetime(2026, 7, 1, 9, 30, 15, 777777, tzinfo=clock.LONDON)
    with clock.at(moment):
        page = client.get("/messages/").content.decode()
    now, ends = (re.search(rf'data-{name}="([^"]*)"', page)[1] for name in ("now", "ends"))
    assert datetime.fromisoformat(now) == moment.replace(microsecond=0)
    assert datetime.fromisoformat(ends).microsecond == 0


def test_staying_signed_in_begins_the_time_anew(client, commission):
    sign_in(client, commission.lead)
    soon = clock.now() + timedelta(minutes=5)
    Session.objects.update(expire_date=soon)
    answer = client.post("/session/stay/").json()
    ends = Session.objects.get(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value).expire_date
    assert answer["signed_in"] is True
    assert abs(datetime.fromisoformat(answer["ends"]) - ends) < timedelta(seconds=2)
    assert ends - clock.now() > timedelta(hours=3, minutes=59)


def test_who_is_signed_out_cannot_stay(client):
    answer = client.post("/session/stay/")
    assert (answer.status_code, answer.json()) == (403, {"signed_in": False})
    assert client.get("/session/stay/").status_code == 405


def test_staying_is_limited_and_asks_for_the_token(client, commission, settings):
    settings.ACCOUNT_RATE_LIMITS = {"stay_signed_in": "2/h/user"}
    sign_in(client, commission.lead)
    assert [client.post("/session/stay/").status_code for _ in range(3)] == [200, 200, 429]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(commission.lead)
    assert strict.post("/session/stay/").status_code == 403
