"""Somebody who acts for a supplier lost phone and codes: an officer asks, a second person of the council lets them in again."""

from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from measurement.dashboards.selectors.waiting import everything
from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.administration.services import resetting
from socialvalue.accounts.enums import Role
from socialvalue.accounts.permissions import TIED
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.common.reading import written
from socialvalue.notifications.models import Message
from socialvalue.suppliers.services.second_step import ask_for_second_step, find_person
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
HOW, WHY = "Called the number at Companies House", "Her phone fell into the sea with the codes"


def signing_in_as(address: str, supplier):
    user = people.person(supplier, Role.SUPPLIER)
    type(user).objects.filter(pk=user.pk).update(email=address)
    return people.fresh(user)


class Scene:
    def __init__(self):
        self.who = build.parties()
        self.contract, _ = build.active_contract(self.who)
        self.officer = people.person(self.who.council, Role.PROCUREMENT_OFFICER)
        self.administrator = people.person(self.who.council, Role.ADMINISTRATOR)
        self.lost = signing_in_as("sea@example.org", self.who.supplier)
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
            Authenticator.objects.create(user=self.lost, type=kind, data={})

    def ask(self, by=None, email="Sea@Example.org", supplier=None) -> StepReset:
        supplier, by = supplier or self.who.supplier, by or self.officer
        return ask_for_second_step(supplier, find_person(supplier, email, by=by), by=by, how=HOW, reason=WHY)


@pytest.fixture
def scene():
    with clock.at(datetime(2026, 11, 26, 10, tzinfo=clock.LONDON)):
        yield Scene()


def test_from_the_suppliers_page_to_the_end(client, scene):
    client.force_login(scene.officer)
    page, here = reverse("supplier", args=[scene.who.supplier.pk]), reverse("supplier-second-step", args=[scene.who.supplier.pk])
    assert f'href="{here}"' in client.get(page).content.decode()
    typed = {"email": "sea@example.org", "how": HOW, "reason": WHY}
    answer = client.post(here, typed)
    reset = StepReset.objects.get()
    assert answer.url == reverse("step-reset", args=[reset.pk])
    # Who asked reads how it stands and may take it back, and does not decide
    shown = client.get(answer.url)
    assert (shown.context["page"].may_confirm, shown.context["page"].may_withdraw) == (False, True)
    assert client.post(answer.url, {"decision": "confirm", "read": written(reset)}).status_code == 403

    needed = reverse("step-reset", args=[reset.pk])
    assert needed in {need.url for need in everything(scene.administrator, clock.now())}
    client.force_login(scene.administrator)
    done = client.post(needed, {"decision": "confirm", "read": written(reset)}, follow=True)
    assert f"{scene.lost} has been told." in as_read(done.content.decode())
    assert not Authenticator.objects.filter(user=scene.lost).exists()
    told = set(Message.objects.filter(address="sea@example.org").values_list("subject", flat=True))
    assert told == {"Somebody asked to remove your second step", "Your second step was removed"}


def test_refused_with_a_reason_that_the_officer_reads(client, scene):
    reset = scene.ask()
    resetting.refuse(reset, by=scene.administrator, reason="Nobody at the company knew of a lost phone")
    message = Message.objects.get(key__startswith=f"reset-refused:{reset.pk}")
    assert (message.recipient, message.url) == (scene.officer, reverse("step-reset", args=[reset.pk]))
    client.force_login(scene.officer)
    assert "Nobody at the company knew of a lost phone" in client.get(message.url).content.decode()
    assert Authenticator.objects.filter(user=scene.lost).count() == 2


def test_taken_back_by_the_officer_on_the_page(client, scene):
    scene.ask()
    reset = StepReset.objects.get()
    client.force_login(scene.officer)
    done = client.post(reverse("step-reset-withdraw", args=[reset.pk]), {"read": written(reset)}, follow=True)
    assert "This was taken back on 26 November 2026." in as_read(done.content.decode())


def nobody(scene) -> str:
    return f"Nobody who acts for {scene.who.supplier} signs in with this address and a second step. Check the spelling with them."


@pytest.mark.parametrize("address", ["nobody@example.org", "left@example.org", "plain@example.org", "inside@example.org"])
def test_the_form_tells_nothing_but_that_nobody_signs_in_so(client, scene, address):
    left = signing_in_as("left@example.org", scene.who.supplier)
    # Who acts for it without a second step, and who has one and acts for nobody
    signing_in_as("plain@example.org", scene.who.supplier)
    people.with_step(signing_in_as("inside@example.org", people.supplier()))
    people.with_step(left)
    left.memberships.update(ended_at=clock.now())
    client.force_login(scene.officer)
    typed = {"email": address, "how": HOW, "reason": WHY}
    form = client.post(reverse("supplier-second-step", args=[scene.who.supplier.pk]), typed).context["form"]
    assert form.errors == {"email": [nobody(scene)]}
    assert (form["email"].value(), form["how"].value()) == (address, HOW)
    assert not StepReset.objects.exists()


def test_what_waits_already_is_refused(scene):
    scene.ask()
    with pytest.raises(Refused, match=f"^{scene.officer} asked for this already"):
        scene.ask(by=scene.who.manager)


def test_a_person_of_what_was_joined_to_it_is_found_too(scene):
    part = people.supplier()
    part.part_of = scene.who.supplier
    part.save(update_fields=["part_of"])
    person = people.with_step(signing_in_as("part@example.org", part))
    assert scene.ask(email="part@example.org").user == person


def test_another_councils_officer_neither_asks_nor_reads(client, scene):
    stranger = people.person(people.council(), Role.PROCUREMENT_OFFICER)
    with pytest.raises(NotAllowed, match="^Only an officer of a council that deals with this supplier may do this$"):
        scene.ask(by=stranger)
    reset = scene.ask()
    client.force_login(stranger)
    assert client.get(reverse("step-reset", args=[reset.pk])).status_code == 404
    colleague = people.person(scene.who.council, Role.PROCUREMENT_OFFICER)
    client.force_login(colleague)
    assert client.get(reverse("step-reset", args=[reset.pk])).status_code == 404


def test_who_was_with_the_supplier_lately_does_not_ask(scene):
    scene.officer.supplier_ties.create(supplier=scene.who.supplier, entered_by=scene.officer)
    tied = people.fresh(scene.officer)
    with pytest.raises(NotAllowed, match=f"^{TIED}$"):
        scene.ask(by=tied)
    assert not StepReset.objects.exists()
