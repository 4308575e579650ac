"""A council's people come in through its provider: the whole way by HTTP, with nobody and no role made on it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership, User
from socialvalue.audit.models import AuditEvent
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.reading import as_read

from .steps import NAME, START, at_provider, begin, come, configure, failures, is_in, led_to, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return people.council("Kentish Council")


@pytest.fixture
def provider(settings, oidc, council):
    return configure(settings, oidc, council)


@pytest.fixture
def cora(council):
    return people.person(council, Role.COMMISSIONER, name="Cora Commissioner")


def test_the_button_is_there_with_the_name_and_only_where_a_provider_is(client, settings, oidc, council):
    assert "Council staff sign-in" not in as_read(client.get("/sign-in/"))
    configure(settings, oidc, council)
    page = client.get("/sign-in/?next=/commissions/")
    assert f"Sign in with {NAME}" in as_read(page)
    assert b'action="/sign-in/with/kent/"' in page.content
    assert page.content.count(b'name="next" value="/commissions/"') == 3  # password, passkey, provider


def test_the_first_time_links_the_account_of_the_verified_address_and_says_so(client, oidc, provider, council, cora):
    before = (User.objects.count(), Membership.objects.count())
    stands(oidc, cora.email.upper(), subject="1001")
    answer = come(client, "/commissions/")
    assert (answer.status_code, answer.url, is_in(client)) == (302, "/commissions/", cora)
    assert (User.objects.count(), Membership.objects.count()) == before
    link = SocialAccount.objects.get()
    assert (link.user, link.provider, link.extra_data) == (cora, "kent", {})
    assert "1001" not in link.uid
    event = AuditEvent.objects.get(verb="linked a way to sign in")
    assert (event.actor, event.council) == (cora, council)
    assert event.sentence == f"linked their account to {NAME}, by {cora.email}"
    letter = Message.objects.get(key__startswith="linked:")
    assert (letter.address, letter.subject) == (cora.email, f"Your account is linked to {NAME}")


def test_the_next_time_the_link_counts_and_no_longer_the_address(client, oidc, provider, cora):
    stands(oidc, cora.email, subject="1001")
    come(client)
    client.post("/sign-out/")
    stands(oidc, "cora.married@example.org", subject="1001", verified=False)
    come(client)
    assert is_in(client) == cora
    assert SocialAccount.objects.count() == AuditEvent.objects.filter(verb="linked a way to sign in").count() == 1


def test_what_is_asked_of_the_provider(client, oidc, provider, cora):
    stands(oidc, cora.email)
    answer = come(client)
    asked = dict(oidc.asked)
    assert set(asked["/authorize"]["scope"].split()) == {"openid", "email"}
    assert set(asked["/authorize"]) == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "nonce", "code_challenge", "code_challenge_method",
    }  # fmt: skip
    assert len(asked["/token"]["code_verifier"]) == 128
    assert "/userinfo" not in asked
    assert answer.url == "/"


def test_what_a_link_adds_to_the_way_is_not_looked_at(client, oidc, provider, cora):
    stands(oidc, cora.email)
    to = led_to(client.post(f"{START}?scope=admin&auth_params=prompt%3Dnone&process=connect", {}))
    assert "admin" not in to
    assert "prompt" not in to
    client.get(at_provider(to))
    assert is_in(client) == cora


def test_the_address_may_stand_on_the_page_about_the_person_alone(client, oidc, provider, cora):
    stands(oidc, cora.email)
    oidc.userinfo_only = True
    come(client)
    assert is_in(client) == cora


def test_that_page_has_to_speak_of_the_same_person(client, oidc, provider, cora):
    stands(oidc, cora.email)
    oidc.userinfo_only, oidc.userinfo_subject = True, "somebody else"
    assert come(client).status_code == 403
    assert is_in(client) is None


@pytest.mark.parametrize(
    "next_url, goes", [("/contracts/", "/contracts/"), ("https://evil.example/", "/"), ("//evil.example", "/")]
)
def test_afterwards_one_is_where_one_wanted_to_be_and_never_elsewhere(client, oidc, provider, cora, next_url, goes):
    stands(oidc, cora.email)
    assert come(client, next_url).url == goes


def test_who_is_signed_in_already_goes_nowhere(client, oidc, provider, cora):
    client.force_login(cora)
    answer = client.post(START, {"next": "/contracts/"})
    assert (answer.status_code, answer.url, oidc.asked) == (302, "/contracts/", [])


def test_a_session_begins_like_every_other(client, oidc, provider, cora):
    stands(oidc, cora.email)
    before = client.get("/sign-in/") and client.session.session_key
    come(client)
    assert client.session.session_key != before
    row = cora.sessions.get()
    assert row.address == "127.0.0.1"
    assert "Where you are signed in" in as_read(client.get("/account/sessions/"))


def test_an_unknown_provider_is_no_page(client, provider):
    assert [client.post("/sign-in/with/other/").status_code, client.get("/sign-in/with/other/back/").status_code] == [404, 404]
    assert client.get("/sign-out/with/other/").status_code == 404
    assert client.get(START).status_code == 405


# The second step


@pytest.fixture
def ada(council):
    return people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")


@pytest.mark.parametrize(
    "configured, said, counts",
    [
        (("", ()), {"amr": ["pwd", "mfa"]}, False),
        (("amr", ("mfa",)), {"amr": ["pwd", "mfa"]}, True),
        (("amr", ("mfa",)), {"amr": ["pwd"]}, False),
        (("amr", ("mfa",)), {"amr": "mfa"}, False),
        (("amr", ("mfa",)), {"acr": "mfa"}, False),
        (("acr", ("phr", "phrh")), {"acr": "phrh"}, True),
        (("acr", ("phr", "phrh")), {"acr": "0"}, False),
        (("acr", ("phr", "phrh")), {}, False),
    ],
)
def test_the_provider_s_second_step_counts_only_as_configured(client, settings, oidc, council, ada, configured, said, counts):
    settings.SECOND_STEP_REQUIRED = True
    configure(settings, oidc, council, second_step=configured)
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "x"})
    stands(oidc, ada.email, **said)
    answer = come(client)
    assert answer.url == ("/" if counts else "/sign-in/code/")
    assert is_in(client) == (ada if counts else None)


@pytest.mark.parametrize("said, opens", [({"amr": ["mfa"]}, True), ({}, False)])
def test_who_has_none_here_is_led_to_set_one_up_unless_it_counts(client, settings, oidc, council, ada, said, opens):
    settings.SECOND_STEP_REQUIRED = True
    configure(settings, oidc, council, second_step=("amr", ("mfa",)))
    stands(oidc, ada.email, **said)
    come(client)
    assert client.get("/administration/people/").status_code == (200 if opens else 302)
    assert ("Your role needs a second step" in as_read(client.get("/account/security/"))) is not opens
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": ada.email, "password": "demonstration"})
    assert client.get("/administration/people/").status_code == 302, "it counts for the session it was asked for"


def test_what_counts_is_asked_for(client, settings, oidc, council):
    configure(settings, oidc, council, second_step=("acr", ("phr", "phrh")))
    assert "acr_values=phr+phrh" in begin(client)


# Out again


def test_signing_out_says_that_one_may_be_signed_in_there_still(client, oidc, provider, cora):
    stands(oidc, cora.email)
    come(client)
    answer = client.post("/sign-out/")
    assert (answer.url, is_in(client)) == ("/sign-out/with/kent/", None)
    assert f"You may still be signed in at {NAME}" in as_read(client.get(answer.url))
    there = led_to(client.post(answer.url))
    assert there.startswith(f"{oidc.url}/logout?client_id=social-value&post_logout_redirect_uri=http%3A%2F%2Flocalhost")


@pytest.mark.parametrize("changes, silent", [({"end_session_endpoint": ""}, set()), ({}, {"/.well-known/openid-configuration"})])
def test_where_there_is_no_way_out_the_page_says_what_to_do(client, oidc, provider, changes, silent):
    oidc.changes, oidc.silent = changes, silent
    assert "Close the browser, or sign out on its own pages." in as_read(client.post("/sign-out/with/kent/"))


def test_who_came_with_a_password_reads_nothing_of_it(client, provider, cora):
    client.post("/sign-in/", {"login": cora.email, "password": "demonstration"})
    assert client.post("/sign-out/").url == "/opportunities/"


def test_nothing_failed_in_all_this(client, oidc, provider, cora):
    stands(oidc, cora.email)
    come(client)
    come(Client())
    assert failures() == []
