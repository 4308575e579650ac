"""Whoever gets, loses or changes access hears of it, and whoever invited a colleague hears that they came."""

import pytest

from socialvalue.accounts import services as suppliers
from socialvalue.accounts.administration import services
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import NotAllowed
from socialvalue.notifications.models import Message
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return people.council("Kentish Council")


@pytest.fixture
def administrator(council):
    return people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")


def told(user) -> Message:
    return Message.objects.get(recipient=user)


def test_changed_roles_are_told_with_before_and_after_and_without_the_reason(council, administrator):
    person = people.person(council, Role.COMMISSIONER)
    services.change_roles(person, council, by=administrator, roles=["commissioner", "evaluator"], reason="Covers for a leaver.")
    message = told(person)
    assert message.subject == "Your roles were changed"
    assert message.body == (
        "Ada Administrator changed what you may do for Kentish Council. You are now: commissioner, evaluator. "
        f"Before, you were: commissioner. If this is a mistake, ask Ada Administrator: {administrator.email}"
    )
    assert (message.for_information, message.private) == (False, ""), "it is about security: always sent at once"


def test_the_same_roles_tell_nobody(council, administrator):
    person = people.person(council, Role.COMMISSIONER)
    services.change_roles(person, council, by=administrator, roles=["commissioner"], reason="A new post since Monday.")
    assert not Message.objects.exists()


def test_ended_access_is_told_without_a_link(council, administrator, mailoutbox):
    person = people.person(council, Role.COMMISSIONER)
    services.end_access(person, council, by=administrator, reason="They left the council.")
    message = told(person)
    assert (message.subject, message.url, message.address) == ("Your access for Kentish Council has ended", "", person.email)
    assert "Left the council" not in message.body + message.private
    services.end_access(person, council, by=administrator, reason="They left the council.")
    assert Message.objects.count() == 1


def test_a_partners_and_a_suppliers_person_hear_that_it_ended(council, administrator):
    partner = services.add_partner(
        council, by=administrator, organisation_name="Other Council", name="Pat", email="pat@example.org"
    )
    services.end_partner(partner.memberships.get(), council, by=administrator, reason="They left the partner.")
    assert told(partner).subject == "Your access for Other Council has ended"
    body = people.supplier("Alpha")
    boss, other = people.person(body, Role.SUPPLIER, name="Bo"), people.person(body, Role.SUPPLIER)
    suppliers.end_membership(other.memberships.get(), by=boss)
    assert told(other).subject == "You no longer act for Alpha (fictional)"
    third = people.person(body, Role.SUPPLIER)
    suppliers.end_membership(Membership.objects.get(user=third), by=third)
    assert not Message.objects.filter(recipient=third).exists()


def test_who_invited_hears_that_the_invitation_was_accepted(council):
    body = people.supplier("Alpha")
    boss = people.person(body, Role.SUPPLIER)
    invitation = suppliers.invite(body, by=boss, email="new@example.org")
    token = Message.objects.get(address="new@example.org").body.split("/invitation/")[1].split("/")[0]
    joined = suppliers.accept_invitation(token, name="Cy New", password="three random words")
    message = told(boss)
    assert (message.key, message.subject) == (
        f"invitation-accepted:{invitation.pk}:{boss.pk}",
        "Cy New accepted your invitation",
    )
    assert joined.email in message.body
    assert message.for_information


def test_the_councils_address_for_questions_is_the_administrators_to_set(client, council, administrator):
    client.force_login(administrator)
    assert "email" in client.post("/administration/contact/", {"email": "not an address"}).content.decode()
    council.refresh_from_db()
    assert council.email == ""
    assert client.post("/administration/contact/", {"email": "questions@kentish.example"}).url == "/administration/"
    council.refresh_from_db()
    assert council.email == "questions@kentish.example"
    assert AuditEvent.objects.get(verb="changed the contact").changes == {"email": ["", "questions@kentish.example"]}
    with pytest.raises(NotAllowed, match="Only an administrator of this council may do this"):
        services.set_contact(council, by=people.person(council, Role.MEMBER), email="")
