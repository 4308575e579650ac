"""Nobody gets into an account by having registered with its owner's address first."""

import re

import pytest

from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.socialvalue.suppliers.test_registering import FORM, link_in

pytestmark = pytest.mark.django_db
EMAIL = "bo@example.org"
ATTACKER, OWNER = "attackers own words", "owners secret phrase"


def register(client, password):
    return client.post("/register/", {**FORM, "password": password, "password_again": password})


def sign_in(client, password) -> bool:
    client.logout()
    client.post("/sign-in/", {"login": EMAIL, "password": password})
    return "_auth_user_id" in client.session


def test_an_earlier_registrants_password_does_not_count_once_the_owner_registers(client):
    register(client, ATTACKER)
    pages = [register(client, OWNER).url, register(client, OWNER).url]
    assert pages == ["/register/check/"] * 2, "the page tells nobody that the address was used before"
    for message in Message.objects.filter(address=EMAIL, subject="Confirm your email address"):
        client.post(link_in(message))
    assert not sign_in(client, ATTACKER)


def test_the_owner_sets_a_password_with_the_link_that_came_by_mail(client):
    register(client, ATTACKER)
    register(client, OWNER)
    path = link_in(Message.objects.get(address=EMAIL, subject="Set a password"))
    page = client.get(path, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": OWNER, "password2": OWNER})
    assert sign_in(client, OWNER)
    assert not sign_in(client, ATTACKER)


def test_an_administrator_who_adds_that_address_does_not_let_the_registrant_in(client):
    register(client, ATTACKER)
    confirm = link_in(Message.objects.get(address=EMAIL))
    council = people.council()
    administration.add_person(
        council, by=people.person(council, Role.ADMINISTRATOR), email=EMAIL, name="Bo Officer", roles=[Role.COMMISSIONER]
    )
    client.post(confirm)
    assert not sign_in(client, ATTACKER)
    assert User.objects.get(email=EMAIL).name == "Bo Officer"
    welcome = Message.objects.get(address=EMAIL, subject__startswith="Your access")
    assert re.search(r"/password/set/", welcome.body)


def test_the_link_for_a_new_password_leads_to_this_site_whatever_host_was_claimed(client, settings, mailoutbox):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://social-value.council.example"
    owner = people.person(people.council(), Role.COMMISSIONER)
    client.post("/password/", {"email": owner.email}, headers={"host": "attacker.example"})
    (mail,) = mailoutbox
    assert "attacker.example" not in mail.body
    path = re.search(r"https://social-value\.council\.example(/password/set/\S+)", mail.body)[1]
    assert client.get(path, follow=True).status_code == 200
