"""Registering as a supplier, and confirming the address."""

import re

import pytest

from socialvalue.accounts import services as accounts
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Refused
from socialvalue.notifications.models import Message
from socialvalue.suppliers.services import registering
from tests.builders import people

pytestmark = pytest.mark.django_db
FORM = {
    "organisation_name": "Hedgerow Repairs CIC",
    "scheme": "",
    "number": "",
    "address": "1 Example Street, Worcester",
    "postcode": "wr13aa",
    "sme": "yes",
    "vcse": "unknown",
    "name": "Bo Example",
    "email": "Bo@Example.org",
    "password": "three random words",
    "password_again": "three random words",
    "agree": "on",
}


def link_in(message: Message) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def test_register_confirm_sign_in_and_return(client):
    response = client.post("/register/?next=/opportunities/", {**FORM, "next": "/opportunities/TEN-1/"})
    assert response.url == "/register/check/"
    user = User.objects.get(email="bo@example.org")
    body = user.supplier
    assert (body.name, body.postcode, body.sme, body.vcse) == ("Hedgerow Repairs CIC", "WR1 3AA", True, None)
    assert Membership.objects.get(user=user).role == Role.SUPPLIER
    assert AuditEvent.objects.get(verb="registered a supplier").actor == user

    credentials = {"login": "bo@example.org", "password": FORM["password"]}
    assert client.post("/sign-in/", credentials).status_code == 200  # not before the address is confirmed
    path = link_in(Message.objects.get(address="bo@example.org"))
    assert client.get(path).status_code == 200
    assert User.objects.get(pk=user.pk).address_unconfirmed, "a mail scanner that opens links confirms nothing"
    onwards = client.post(path).url
    assert onwards == "/sign-in/?next=%2Fopportunities%2FTEN-1%2F"
    assert client.post("/sign-in/", {**credentials, "next": "/opportunities/TEN-1/"}).url == "/opportunities/TEN-1/"


def test_an_address_that_has_an_account_gets_the_same_page_and_its_owner_a_message(client):
    owner = people.person(people.council(), Role.COMMISSIONER)
    before = Organisation.objects.count()
    taken = client.post("/register/", {**FORM, "email": owner.email.upper()}, follow=True)
    new = client.post("/register/", FORM, follow=True)
    told = [r.content.decode().split("<main")[1].split("</main>")[0] for r in (taken, new)]
    assert told[0].replace(owner.email.upper(), FORM["email"]) == told[1]
    assert Organisation.objects.count() == before + 1
    assert Message.objects.get(address=owner.email).subject == "You already have an account"


def test_registering_twice_before_confirming_sends_the_link_again(client):
    client.post("/register/", FORM)
    client.post("/register/", FORM)
    assert User.objects.filter(email="bo@example.org").count() == 1
    assert Message.objects.filter(address="bo@example.org", subject="Confirm your email address").count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"organisation_name": ""}, "organisation_name"),
        ({"postcode": "not one"}, "postcode"),
        ({"password": "short", "password_again": "short"}, "password"),
        ({"password": "bo@example.org", "password_again": "bo@example.org"}, "password"),
        ({"password_again": "something else here"}, "password_again"),
        ({"agree": ""}, "agree"),
    ],
)
def test_a_bad_form_names_the_field_and_makes_nothing(client, wrong, field):
    response = client.post("/register/", {**FORM, **wrong})
    assert set(response.context["form"].errors) == {field}
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_no_way_to_another_site(client, wanted):
    client.post("/register/", {**FORM, "next": wanted})
    assert "next=" not in Message.objects.get().body


def test_a_link_is_good_only_as_it_was_made_and_only_for_its_purpose():
    registering.register_supplier(
        name="Bo", email="bo@example.org", password="three random words", organisation_name="X", address="1", postcode=""
    )
    token = link_in(Message.objects.get()).split("/")[-2]
    with pytest.raises(Refused, match="not complete"):
        registering.confirm_address(token[:-1])
    with pytest.raises(Refused, match="not complete"):
        accounts.open_invitation(token)


def test_nobody_registers_by_the_hundred(client, settings):
    """Each registration sends an email to an address somebody typed."""
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}
    statuses = [client.post("/register/", {**FORM, "email": f"x{n}@example.org"}).status_code for n in range(3)]
    assert statuses == [302, 302, 429]
    assert User.objects.count() == 2
