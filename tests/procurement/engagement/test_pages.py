"""Every page of the room: who reaches it, and what the lead's home page asks for."""

from datetime import timedelta

import pytest
from django.urls import reverse

from procurement.commissioning import services as commissioning
from procurement.engagement.needs import needs
from procurement.engagement.urls import ACCESS
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.builders import people
from tests.procurement.engagement.steps import text

pytestmark = pytest.mark.django_db


def inside(body, event, remark, idea) -> list[str]:
    """Every page of the room under the commission."""
    of = {"event": event.pk, "remark": remark.pk, "idea": idea.pk}
    pages = []
    for name, access in ACCESS.items():
        if access != "signed in" or name == "remark-undo":  # a button, tested with the others
            continue
        pk = of.get(name.split("-")[0]) if "new" not in name else None
        pages.append(reverse(name, args=[body.reference, pk] if pk else [body.reference]))
    return pages


@pytest.fixture
def heard():
    body = build.commission()
    event, remark, idea = make.advertised_event(body), make.remark(body), make.idea(body)
    make.published_you_said(body, remark)
    return body, event, remark, idea


def test_every_page_opens_for_the_lead_and_nobody_outside_finds_it(client, heard):
    body = heard[0]
    pages = inside(*heard)
    assert len(pages) == 19
    client.force_login(body.lead)
    assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)
    for user in (make.bidder(), build.commissioner(), people.person(body.council, Role.MEMBER)):
        client.force_login(user)
        assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, 404)
    client.logout()
    assert {client.get(url).status_code for url in pages} == {302}


def test_a_colleague_who_only_reads_gets_403_where_something_changes_and_no_idea_at_all(client, heard):
    body = heard[0]
    client.force_login(people.person(body.council, Role.PROCUREMENT_OFFICER))
    readable = {reverse(name, args=[body.reference]) for name in ("key-questions", "remarks", "you-said", "events")}
    readable.add(reverse("event", args=[body.reference, heard[1].pk]))
    for url in inside(*heard):
        assert client.get(url).status_code == (200 if url in readable else 403), url
    assert "garden" not in text(client, reverse("commission", args=[body.reference]))


def test_a_record_of_another_commission_is_not_found_under_this_one(client, heard):
    body, event, remark, idea = heard
    other = build.commission(by=body.lead)
    make.published_you_said(other)
    client.force_login(body.lead)
    for url in inside(other, event, remark, idea):
        wanted = 404 if any(f"/{x.pk}/" in url for x in (event, remark, idea)) else 200
        assert client.get(url).status_code == wanted, url


def test_what_needs_the_lead_and_nobody_else():
    body = build.commission()
    now = clock.now()
    make.remark(body, said_on=clock.today() - timedelta(days=14))
    assert needs(body.lead, now) == []
    make.remark(body, said_on=clock.today() - timedelta(days=15))
    make.remark(body, said_on=clock.today() - timedelta(days=20))
    make.idea(body)
    make.event(body, days=6)
    make.event(body, days=8)
    found = needs(body.lead, now)
    assert [n.kind for n in found] == ["overdue", "waiting", "due"]
    assert found[0].text.startswith("Say what was done about 2 remarks on")
    assert found[0].due == clock.today() - timedelta(days=6)
    assert "not advertised yet" in found[2].text
    for user in (build.commissioner(body.council), build.commissioner(), people.person(body.council, Role.LEAD_DIRECTOR)):
        assert needs(user, now) == []
    commissioning.move_stage(body, "close", by=body.lead, reason="The need is known already")
    assert needs(body.lead, now) == []
