"""Guessing passwords, and filling the outbox, is limited where this is no demonstration."""

import pytest
from django.core.cache import cache

from socialvalue.accounts.enums import Role
from tests.builders import people
from tests.socialvalue.accounts.test_suppliers import FORM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limited(settings):
    """The limits as they are outside tests and demonstrations."""
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield
    cache.clear()


def test_guessing_a_password_ends_soon_even_with_the_right_one(client):
    person = people.person(people.council(), Role.ADMINISTRATOR)
    for number in range(12):
        client.post("/sign-in/", {"login": person.email, "password": f"wrong guess {number}"})
    client.post("/sign-in/", {"login": person.email, "password": "demonstration"})
    assert "_auth_user_id" not in client.session


def test_registering_again_and_again_is_refused(client):
    answers = [client.post("/register/", {**FORM, "email": f"bo{n}@example.org"}).status_code for n in range(25)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_links_for_new_passwords_are_not_sent_without_end(client, mailoutbox):
    person = people.person(people.council(), Role.MEMBER)
    for _ in range(12):
        client.post("/password/", {"email": person.email})
    assert len(mailoutbox) <= 5
