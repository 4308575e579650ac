"""The pages on which both sides agree: what was read is what is agreed."""

import pytest
from django.urls import reverse

from contracts.obligations.models import Obligation
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
