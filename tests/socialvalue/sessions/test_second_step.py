"""Whoever opens, checks, approves, decides, verifies or administers signs in with a second step."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as ours
from django.urls import reverse

from socialvalue.accounts.enums import ROLE_PERMISSIONS, SECOND_FACTOR_FOR, Role
from socialvalue.accounts.models import Membership
from socialvalue.common import clock
from socialvalue.sessions.models import Session
from tests.builders import people, pipeline
from tests.reading import as_read

pytestmark = pytest.mark.django_db
NEEDS = {
    Role.PROCUREMENT_OFFICER,
    Role.EVALUATION_LEAD,
    Role.CONTRACT_MANAGER,
    Role.LEAD_DIRECTOR,
    Role.ADMINISTRATOR,
}


@pytest.fixture
def required(settings):
    settings.SECOND_STEP_REQUIRED = True


def signed_in(client, role: Role, step: str = ""):
    body = {Role.SUPPLIER: people.supplier, Role.PARTNER: pipeline.partner}.get(role, people.council)()
    user = people.person(body, role)
    if step:
        Authenticator.objects.create(user=user, type=step, data={"secret": "x"})
    client.force_login(user)
    return user


def test_the_roles_that_need_it():
    assert {role for role in Role if ROLE_PERMISSIONS[role] & SECOND_FACTOR_FOR} == NEEDS


@pytest.mark.parametrize("role", list(Role))
def test_whoever_needs_it_and_has_none_is_led_to_set_it_up(client, required, role):
    signed_in(client, role)
    answer = client.get("/account/")
    assert (answer.status_code, getattr(answer, "url", "")) == ((302, "/account/security/") if role in NEEDS else (200, ""))


@pytest.mark.parametrize("path", ["/", "/commissions/", "/opportunities/", "/messages/", "/administration/people/", "/nothing/"])
def test_nothing_else_is_open_meanwhile(client, required, path):
    signed_in(client, Role.ADMINISTRATOR)
    assert client.get(path).status_code == (404 if path == "/nothing/" else 302)
    assert client.post(path).status_code != 200


def test_what_stays_open_is_setting_it_up_help_and_signing_out(client, required):
    signed_in(client, Role.ADMINISTRATOR)
    page = client.get("/account/security/")
    assert "Your role needs a second step" in as_read(page)
    assert [client.get(path).status_code for path in ("/help/", "/privacy/", "/sign-out/")] == [200, 200, 200]
    assert client.get("/account/security/app/").url.startswith("/account/security/again/")
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session


def test_what_a_page_asks_in_the_background_leads_the_whole_page_there(client, required):
    signed_in(client, Role.LEAD_DIRECTOR)
    assert client.get("/messages/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/account/security/"


@pytest.mark.parametrize("step", [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES])
def test_an_app_is_a_second_step_and_recovery_codes_alone_are_none(client, required, step):
    signed_in(client, Role.LEAD_DIRECTOR, step)
    assert client.get("/account/").status_code == (200 if step == Authenticator.Type.TOTP else 302)


@pytest.mark.parametrize(("role", "step"), [(Role.MEMBER, ""), (Role.LEAD_DIRECTOR, Authenticator.Type.TOTP)])
@pytest.mark.parametrize("required", [False, True])
def test_once_it_is_there_a_page_asks_nothing_more_for_it(client, settings, django_assert_num_queries, role, step, required):
    settings.SECOND_STEP_REQUIRED = required
    signed_in(client, role, step)
    client.get("/account/")
    with django_assert_num_queries(4):
        client.get("/account/")


def test_a_role_that_is_given_meanwhile_counts_at_once(client, required):
    user = signed_in(client, Role.MEMBER)
    assert client.get("/account/").status_code == 200
    Membership.objects.create(user=user, organisation=user.council, role=Role.LEAD_DIRECTOR)
    assert client.get("/account/").status_code == 302


def test_a_demonstration_says_so_and_lets_it_be_tried(client, settings):
    settings.DEMONSTRATION = True
    signed_in(client, Role.ADMINISTRATOR)
    assert client.get("/account/").status_code == 200
    words = as_read(client.get("/account/security/"))
    assert "In real use your role needs a second step. Here you can try it" in words


def test_who_needs_none_reads_nothing_of_it(client, required):
    signed_in(client, Role.MEMBER)
    assert "needs a second step" not in as_read(client.get("/account/security/"))


@pytest.mark.parametrize(("role", "goes"), [(Role.ADMINISTRATOR, False), (Role.MEMBER, True)])
def test_the_last_second_step_stays_where_the_role_needs_it(client, required, role, goes):
    user = signed_in(client, role, Authenticator.Type.TOTP)
    client.post("/account/security/again/", {"password": "demonstration"})
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=user).exists() is not goes
    if not goes:
        assert "Your role needs a second step. Set up another one first" in as_read(answer)


def test_an_administrator_s_session_ends_sooner_when_nothing_is_done(client):
    for role, seconds in ((Role.ADMINISTRATOR, 3600), (Role.EVALUATOR, 4 * 3600)):
        user = people.person(people.council(), role)
        client.post("/sign-in/", {"login": user.email, "password": "demonstration"})
        row = Session.objects.get(user=user)
        assert abs((row.expire_date - row.since).total_seconds() - seconds) < 5
        client.post("/sign-out/")
    assert (ours.SESSION_IDLE_SECONDS_SECOND_STEP, ours.SESSION_IDLE_SECONDS) == (3600, 4 * 3600)


def test_doing_something_begins_the_idle_time_anew_but_not_every_second(client):
    user = signed_in(client, Role.EVALUATOR)

    def seen_ago(**time):
        then = clock.source() - timedelta(**time)
        Session.objects.update(seen_at=then, expire_date=then + timedelta(seconds=ours.SESSION_IDLE_SECONDS))
        return Session.objects.get(user=user)

    before = seen_ago(seconds=55)
    client.get("/account/")
    assert Session.objects.get(user=user).seen_at == before.seen_at
    before = seen_ago(minutes=2)
    client.get("/account/", headers={"HX-Request": "true"})
    assert Session.objects.get(user=user).seen_at == before.seen_at, "a page that asks by itself keeps nobody signed in"
    client.get("/account/")
    after = Session.objects.get(user=user)
    assert after.seen_at > before.seen_at
    assert after.expire_date > before.expire_date
    seen_ago(hours=4, seconds=1)
    assert client.get("/account/").status_code == 302
