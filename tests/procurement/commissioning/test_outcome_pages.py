"""A sought outcome on its page."""

import pytest
from django.urls import reverse

from procurement.commissioning import services
from tests.builders import commissioning as build
from tests.builders import engagement

pytestmark = pytest.mark.django_db


def test_an_outcome_begins_with_a_finding_and_the_remarks_it_rests_on(client):
    body = build.commission()
    said = engagement.remark(body)
    engagement.remark(body, text="Not this one")
    entry = services.add_entry(body, by=body.lead, kind="difference", text="Young people find work", remarks=[said])
    foreign = services.add_entry(build.commission(by=body.lead), by=body.lead, kind="difference", text="Another service")
    client.force_login(body.lead)
    url = reverse("outcome-new", args=[body.reference])
    page = client.get(f"{url}?finding={entry.pk}").content.decode()
    assert "Young people find work" in page
    assert page.count(" checked") == 1
    assert "Another service" not in client.get(f"{url}?finding={foreign.pk}").content.decode()
    for nonsense in ("?finding=x", "?remark=x", "?remark=99999"):
        assert client.get(url + nonsense).status_code == 200
    typed = {"wording": "Young people are in work", "category": "communities", "remarks": [said.pk]}
    assert client.post(url, typed).status_code == 302
    assert list(body.sought_outcomes.get().remarks.all()) == [said]


def test_an_outcome_says_where_there_is_nothing_to_choose_from(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("outcome-new", args=[body.reference])
    assert "Nothing that was said is recorded yet" in client.get(url).content.decode()
    engagement.remark(body)
    assert "Nothing that was said is recorded yet" not in client.get(url).content.decode()
