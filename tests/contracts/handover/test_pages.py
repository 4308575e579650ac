"""The pages on which both sides agree: what was read is what is agreed."""

import pytest
from django.urls import reverse

from contracts.obligations.models import Obligation
from contracts.obligations.services import reword
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sent, agreed", [({}, False), ({"version": ""}, False), ({"version": "shown"}, True)])
def test_who_does_not_say_what_was_read_has_not_agreed(client, sent, agreed):
    contract, who = build.draft_contract()
    body = build.obligation(contract, who)
    if sent.get("version"):
        sent = {"version": body.version}
    client.force_login(who.reporter)
    page = client.post(reverse("obligation-agree", args=[body.pk]), sent, follow=True).content.decode()
    assert (Obligation.objects.get().supplier_agreed_at is not None) is agreed
    assert ("Obligation O1 was changed while you were reading it. Read it again, then agree." in page) is not agreed


def test_the_page_lists_what_it_takes_and_what_both_sides_are_to_agree(client):
    contract, who = build.active_contract()
    body = contract.obligations.get()
    reword(body, by=who.manager, wording="One apprenticeship a year.", reason="The service became smaller.")
    client.force_login(who.manager)
    handover = reverse("contract-handover", args=[contract.pk])
    url = reverse("contract-signed", args=[contract.pk])
    assert url not in client.get(handover).content.decode()
    refused = client.post(url, {"note": "Schedule 12 of the contract"})
    assert "What is open here was agreed before and then changed: both sides have to agree the change" in refused.content.decode()
    second = build.obligation(contract, who)
    assert url in client.get(handover).content.decode()
    page = client.get(url)
    assert (list(page.context["taken"]), list(page.context["left"])) == ([second], [body])
    assert "O1 One apprenticeship a year." in page.content.decode()
    refused = client.post(url, {"note": "ok"})
    assert refused.context["form"].errors["note"][0].startswith("Say where the obligations are written")
    told = client.post(url, {"note": "Schedule 12 of the contract"}, follow=True).content.decode()
    assert "1 obligation recorded as agreed in the signed contract. The supplier’s people are told." in told


@pytest.mark.parametrize("reader", ["manager", "reporter"])
def test_while_a_rewording_waits_both_sides_read_which_words_stand(client, reader):
    contract, who = build.active_contract()
    client.force_login(getattr(who, reader))
    url = reverse("contract-handover", args=[contract.pk])
    stands = "Until both sides agree this wording, the earlier wording applies: “Three apprenticeships a quarter.”"
    assert stands not in " ".join(client.get(url).content.decode().split())
    reword(contract.obligations.get(), by=who.manager, wording="One a year.", reason="The service became smaller.")
    html = " ".join(client.get(url).content.decode().split())
    assert html.count(stands) == 1
    assert "One a year." in html
