"""Guessing passwords, and filling the outbox, is limited where this is no demonstration."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from procurement.tendering.services import ask_clarification
from procurement.tendering.services.clarification import MOST_UNANSWERED
from socialvalue.accounts.enums import Role
from socialvalue.accounts.services import INVITATIONS_A_DAY, invite
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import people, tendering
from tests.socialvalue.suppliers.test_registering import FORM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limited(settings):
    """The limits as they are outside tests and demonstrations."""
    settings.ACCOUNT_RATE_LIMITS = settings.SIGNING_IN_COUNTED_BY_US
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


def test_a_supplier_cannot_have_strangers_written_to_without_end():
    body = people.supplier()
    boss = people.person(body, Role.SUPPLIER)
    for number in range(INVITATIONS_A_DAY):
        invite(body, by=boss, email=f"stranger{number}@example.org")
    with pytest.raises(Refused, match="within a day"):
        invite(body, by=boss, email="one-more@example.org")
    assert body.invitations.count() == INVITATIONS_A_DAY
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        invite(body, by=boss, email="tomorrow@example.org")


def test_a_supplier_asks_no_more_questions_than_can_be_answered():
    tender = tendering.published_tender()
    body = people.supplier()
    asker = people.person(body, Role.SUPPLIER)
    for number in range(MOST_UNANSWERED):
        ask_clarification(tender, by=asker, supplier=body, question=f"Question {number}?")
    with pytest.raises(Refused, match="still wait"):
        ask_clarification(tender, by=asker, supplier=body, question="And one more?")
    other = people.supplier()
    ask_clarification(tender, by=people.person(other, Role.SUPPLIER), supplier=other, question="Mine?")
