"""Signing in, out, forgetting a password, the second step: through the pages, as people do it."""

import re

import pytest
from django.test import override_settings

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.audit.models import AuditEvent
from tests.builders import people

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def person():
    user = people.person(people.council(), Role.COMMISSIONER, name="Ada Example")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post("/sign-in/", {"login": email, "password": password, **extra})


def test_signs_in_and_returns_to_the_page_that_was_wanted(client, person):
    response = client.get("/account/")
    assert response.url == "/sign-in/?next=/account/"
    assert b'name="next"' in client.get(response.url).content
    assert sign_in(client, person.email.upper(), next="/account/").url == "/account/"
    assert b"Ada Example" in client.get("/account/").content


def test_never_returns_to_another_site(client, person):
    assert sign_in(client, person.email, next="https://elsewhere.example/").url == "/"


@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_wrong_password_is_refused_beside_the_form(client, person, password):
    response = sign_in(client, person.email, password)
    assert response.status_code == 200
    assert b"govuk-error-summary" in response.content
    assert "_auth_user_id" not in client.session


def test_an_unconfirmed_person_is_refused_in_the_same_words_as_a_wrong_password(client, person):
    User.objects.filter(pk=person.pk).update(address_unconfirmed=True)
    words = "has not been confirmed yet"
    assert words in sign_in(client, person.email).content.decode()
    assert words in sign_in(client, person.email, "wrong").content.decode()
    assert words in sign_in(client, "nobody@example.org").content.decode()
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_open(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(client, person.email)
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_a_button(client, person):
    client.force_login(person)
    assert client.get("/sign-out/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session


def test_forgotten_password(client, person, mailoutbox):
    """The link works once; the change is in the record; a person who had not confirmed the address now has."""
    User.objects.filter(pk=person.pk).update(address_unconfirmed=True)
    client.post("/password/", {"email": person.email})
    path = re.search(r"https?://[^/]+(/password/set/\S+)", mailoutbox[0].body)[1]
    page = client.get(path, follow=True)
    new = {"password1": "three words here", "password2": "three words here"}
    assert client.post(page.request["PATH_INFO"], new).status_code == 302
    assert client.get(path, follow=True).context["token_fail"]
    assert AuditEvent.objects.filter(actor=person, verb="set a new password by email").count() == 1
    assert sign_in(client, person.email, "three words here").status_code == 302


def test_asking_for_a_password_says_the_same_for_nobodys_address(client, person):
    known = client.post("/password/", {"email": person.email}, follow=True)
    unknown = client.post("/password/", {"email": "nobody@example.org"}, follow=True)
    told = [r.content.decode().split("<main")[1].split("</main>")[0] for r in (known, unknown)]
    assert told[0] == told[1]


def test_changing_the_password_is_in_the_record(client, person):
    sign_in(client, person.email)
    form = {"oldpassword": PASSWORD, "password1": "another three words", "password2": "another three words"}
    assert client.post("/account/security/password/", form).url == "/account/"
    assert AuditEvent.objects.filter(actor=person, verb="changed their password").exists()


@pytest.mark.django_db(transaction=True)
def test_two_steps(client, person):
    """Switch on with a code, see recovery codes, sign in with a second step, switch off: each in the record."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code(secret):
        return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    sign_in(client, person.email)
    again = client.get("/account/security/app/").url
    assert again.startswith("/account/security/again/"), "a screen left open changes nobody's sign-in"
    assert client.post(again, {"password": PASSWORD}).url == "/account/security/app/"
    page = client.get("/account/security/app/")
    assert b"<svg" in page.content
    assert b"data:image" not in page.content  # the content security policy would not show it
    secret = page.context["form"].secret
    answer = client.post("/account/security/app/", {"code": code(secret)})
    assert answer.url == "/account/security/recovery-codes/"
    codes = client.get(answer.url).context["unused_codes"]
    assert len(codes) == 10
    client.post("/sign-out/")

    assert sign_in(client, person.email).url.startswith("/sign-in/code/")
    assert "_auth_user_id" not in client.session
    assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 200
    client.post("/sign-in/code/", {"code": codes[0]})
    assert client.session["_auth_user_id"] == str(person.pk)

    client.post("/account/security/again/", {"password": PASSWORD})
    client.post("/account/security/app/remove/")
    verbs = list(AuditEvent.objects.filter(actor=person).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["switched on two-step sign-in", "switched off two-step sign-in"]


@override_settings(DEMONSTRATION=True, DEMONSTRATION_PASSWORD="demonstration")
def test_the_demonstration_shows_who_one_can_be(client, person):
    person.email = "ada@demo.example"
    person.set_password("demonstration")
    person.save()
    body = client.get("/sign-in/?next=/account/").content.decode()
    form = next(f for f in body.split("<form")[1:] if "Ada Example" in f)
    hidden = dict(re.findall(r'name="(login|password|next)" value="([^"]+)"', form))
    assert client.post("/sign-in/", hidden).url == "/account/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_real_installation_shows_nobody(client, person):
    assert b"Ada Example" not in client.get("/sign-in/").content
