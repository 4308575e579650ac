"""A private idea on the supplier's pages and the council's."""

import pytest
from django.urls import reverse

from procurement.engagement.models import PrivateIdea
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.procurement.engagement.steps import text

pytestmark = pytest.mark.django_db


def test_a_supplier_tells_an_idea_and_reads_the_reply_and_nobody_else_does(client):
    body, sender = build.commission(), make.bidder()
    client.force_login(sender)
    url = reverse("idea-new", args=[body.reference])
    assert "Enter your idea" in text(client, url, {"text": " "})
    assert client.post(url, {"text": "Lend the garden."}).url == reverse("ideas")
    assert "Lend the garden." in text(client, reverse("ideas"))
    client.force_login(make.bidder())
    assert "Lend the garden." not in text(client, reverse("ideas"))
    client.force_login(body.lead)
    inbox = reverse("commission-ideas", args=[body.reference])
    assert "Lend the garden." in text(client, inbox)
    idea = PrivateIdea.objects.get()
    client.post(reverse("idea-reply", args=[body.reference, idea.pk]), {"reply": "Thank you."})
    again = text(client, reverse("idea-reply", args=[body.reference, idea.pk]), {"reply": "Another"})
    assert "reply already" in again
    client.force_login(sender)
    assert "Thank you." in text(client, reverse("ideas"))


def test_ideas_are_taken_only_for_public_commissions_that_are_still_open(client):
    hidden = build.commission(in_forward_plan=False)
    late = build.commission_with_approved_plan()
    client.force_login(make.bidder())
    assert client.get(reverse("idea-new", args=[hidden.reference])).status_code == 404
    assert client.get(reverse("idea-new", args=[late.reference])).status_code == 403
    client.force_login(hidden.lead)
    assert client.get(reverse("ideas")).status_code == 403
