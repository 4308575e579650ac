"""Inviting colleagues, ending a membership."""

import re
from datetime import timedelta

import pytest

from socialvalue.accounts import services
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Invitation, Membership, User
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.notifications.models import Message
from tests.builders import people

pytestmark = pytest.mark.django_db


def link_in(message: Message) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def invite(supplier, by, email="new@example.org"):
    services.invite(supplier, by=by, email=email)
    return link_in(Message.objects.get(address=email, subject__contains="invites you"))


def test_a_colleague_joins_once(client):
    body = people.supplier()
    boss = people.person(body, Role.SUPPLIER)
    path = invite(body, boss)
    typed = {"name": "Cy Example", "password": "three random words", "password_again": "three random words"}
    assert client.post(path, typed).url == "/sign-in/"
    assert User.objects.get(email="new@example.org").supplier == body
    again = client.post(path, {**typed, "name": "Somebody Else"})
    assert again.status_code == 422
    assert "used already" in again.content.decode()
    assert Membership.objects.filter(organisation=body).count() == 2


def test_an_invitation_ends_after_a_week():
    body = people.supplier()
    path = invite(body, people.person(body, Role.SUPPLIER))
    token = path.split("/")[-2]
    with clock.at(clock.now() + timedelta(days=6, hours=23)):
        services.open_invitation(token)
    with clock.at(clock.now() + timedelta(days=7, minutes=1)), pytest.raises(Refused, match="7 days"):
        services.open_invitation(token)


def test_an_invitation_is_for_the_address_it_was_sent_to(client):
    body = people.supplier()
    boss = people.person(body, Role.SUPPLIER)
    friend, thief = people.person(people.supplier(), Role.SUPPLIER), people.person(people.supplier(), Role.SUPPLIER)
    path = invite(body, boss, friend.email)
    client.force_login(thief)
    assert "was sent to" in client.post(path).content.decode()
    assert not Membership.objects.filter(organisation=body, user=thief).exists()
    client.force_login(friend)
    assert client.post(path).url == "/account/"
    assert Membership.objects.filter(organisation=body, user=friend).exists()


def test_a_withdrawn_invitation_does_not_open(client):
    body = people.supplier()
    boss = people.person(body, Role.SUPPLIER)
    path = invite(body, boss)
    client.force_login(boss)
    client.post(f"/account/invitations/{Invitation.objects.get().pk}/cancel/")
    client.logout()
    assert "withdrawn" in client.get(path).content.decode()


def test_only_the_suppliers_own_people_change_it(client):
    body, other = people.supplier(), people.supplier()
    boss, stranger = people.person(body, Role.SUPPLIER), people.person(other, Role.SUPPLIER)
    officer = people.person(people.council(), Role.PROCUREMENT_OFFICER)
    for nobody in (stranger, officer):
        with pytest.raises(NotAllowed, match=r"Only people who act for this supplier may change it"):
            services.invite(body, by=nobody, email="x@example.org")
        with pytest.raises(NotAllowed, match=r"Only people who act for this supplier may change it"):
            services.end_membership(boss.memberships.get(), by=nobody)
    client.force_login(stranger)
    assert client.post(f"/account/people/{boss.memberships.get().pk}/end/").status_code == 404


def test_the_last_person_stays():
    body = people.supplier()
    one, two = people.person(body, Role.SUPPLIER), people.person(body, Role.SUPPLIER)
    services.end_membership(two.memberships.get(), by=one)
    assert people.fresh(two).supplier is None
    with pytest.raises(Refused, match="last person"):
        services.end_membership(one.memberships.get(), by=people.fresh(one))
