"""The pages of engagement: inside the council, of the supplier, and open to everybody."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from procurement.commissioning import services as commissioning
from procurement.engagement import services
from procurement.engagement.models import Event, PrivateIdea, Remark
from procurement.engagement.needs import needs
from procurement.engagement.urls import ACCESS
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.builders import people

pytestmark = pytest.mark.django_db


def text(client, url, data=None) -> str:
    response = client.post(url, data) if data is not None else client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def inside(body, event, remark, idea) -> list[str]:
    """Every page of the room under the commission."""
    of = {"event": event.pk, "remark": remark.pk, "idea": idea.pk}
    pages = []
    for name, access in ACCESS.items():
        if access != "signed in":
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


def test_an_answer_is_recorded_from_its_key_question_and_mistakes_are_kept(client):
    body = build.commission()
    client.force_login(body.lead)
    page = text(client, reverse("key-questions", args=[body.reference]))
    assert "Why: The loss is weighed before the decision" in page
    url = reverse("remark-new", args=[body.reference]) + "?question=at-risk"
    assert url in page
    typed = {
        "question": "at-risk", "text": "Do not lose the Saturday club.", "group": "carers", "said_on": "2099-01-01",
        "method": "visit", "said_by": "A name",
    }  # fmt: skip
    page = text(client, url, typed)
    assert 'href="#id_said_on_0"' in page
    assert 'href="#id_said_by"' in page
    assert "Do not lose the Saturday club." in page
    answer = client.post(url, {**typed, "said_on": "2026-01-05", "said_by": ""})
    assert answer.url == reverse("key-questions", args=[body.reference]) + "#at-risk"
    assert "Do not lose the Saturday club." in text(client, reverse("key-questions", args=[body.reference]))


def test_two_people_answer_a_remark(client):
    body = build.commission()
    remark = make.remark(body)
    client.force_login(body.lead)
    services.respond(remark, by=body.lead, response="Theirs")
    url = reverse("remark-respond", args=[body.reference, remark.pk])
    page = text(client, url, {"response": "Mine", "version": "1"})
    assert "Somebody else saved this" in page
    assert "Mine" in page.split("<textarea")[1]
    assert "Theirs" in page.split("What is saved now")[1].split("</dl>")[0]
    assert Remark.objects.get().response == "Theirs"


def test_remarks_are_filtered_by_question_group_and_answer(client):
    body = build.commission()
    first = make.remark(body, text="First words")
    make.remark(body, text="Second words", group="providers", question="measure")
    services.respond(first, by=body.lead, response="Done")
    client.force_login(body.lead)
    url = reverse("remarks", args=[body.reference])
    for query in ("?question=measure", "?group=providers", "?answered=no"):
        page = text(client, url + query)
        assert "Second words" in page
        assert "First words" not in page
    assert "First words" in text(client, url + "?answered=yes&group=invented")
    assert "No remark is like that" in text(client, url + "?group=staff")


def test_you_said_we_did_names_groups_and_never_people(client):
    body = build.commission()
    remark = make.remark(body, said_by="Ada Example", agreed_to_be_named=True)
    services.respond(remark, by=body.lead, response="Times are regular now.")
    make.remark(body, text="Still open")
    client.force_login(body.lead)
    page = text(client, reverse("you-said", args=[body.reference]))
    assert "Times are regular now." in page
    assert "Carers and families" in page
    assert "1 without one is left out" in page
    assert "Ada Example" not in page
    assert "Still open" not in page
    assert "Ada Example" in text(client, reverse("remarks", args=[body.reference]))


def test_an_event_is_planned_advertised_held_and_noted_on_its_pages(client):
    body = build.commission()
    client.force_login(body.lead)
    typed = {
        "kind": "visit", "title": "A morning at the club", "description": "We look and listen.", "starts_at": "2027-03-01T10:00+00:00",
        "ends_at": "2027-03-01T09:00+00:00", "place": "Village hall",
    }  # fmt: skip
    page = text(client, reverse("event-new", args=[body.reference]), typed)
    assert "has to end after it starts" in page
    assert "We look and listen." in page
    client.post(reverse("event-new", args=[body.reference]), {**typed, "ends_at": "2027-03-01T12:00+00:00"})
    event = Event.objects.get()
    at = [body.reference, event.pk]
    assert "how people can get there" in text(client, reverse("event-advertise", args=at), {})
    client.post(
        reverse("event-edit", args=at), {**typed, "ends_at": "2027-03-01T12:00+00:00", "extra_time": "on", "version": "1"}
    )
    with clock.at(event.starts_at - timedelta(days=20)):
        assert client.post(reverse("event-advertise", args=at)).status_code == 302
    with clock.at(event.ends_at + timedelta(days=1)):
        assert client.post(reverse("event-attendance", args=at), {"carers": "11", "staff": ""}).status_code == 302
        assert "whole number" in text(client, reverse("event-attendance", args=at), {"carers": "many"})
        version = Event.objects.get().version
        client.post(reverse("event-notes", args=at), {"notes": "A good morning.", "version": version})
        client.post(reverse("event-document", args=at), {"file": SimpleUploadedFile("agenda.txt", b"Welcome")})
        assert "empty" in text(client, reverse("event-document", args=at), {"file": SimpleUploadedFile("agenda.txt", b"")})
        page = text(client, reverse("event", args=at))
        for words in ("A good morning.", "agenda.txt", ">11<", "1 March 2027, 10am to 12"[:14]):
            assert words in page
        client.logout()
        page = text(client, reverse("public-event", args=[event.pk]))
        assert "A good morning." not in page
        assert "agenda.txt" not in page


def test_the_public_page_shows_advertised_events_past_ones_apart_and_no_draft(client):
    body = build.commission()
    make.event(body, title="Not yet")
    ahead = make.advertised_event(body, title="Coming workshop")
    past = make.held_event(body, title="Held workshop")
    page = text(client, reverse("public-events"))
    coming, held = page.split("Past events")
    assert "Coming workshop" in coming
    assert "Held workshop" in held
    assert "Not yet" not in page
    assert "Bus 12 stops outside." in text(client, reverse("public-event", args=[ahead.pk]))
    assert "Add to your calendar" not in text(client, reverse("public-event", args=[past.pk]))
    hidden = Event.objects.get(advertised_at=None)
    for name in ("public-event", "public-event-ics"):
        assert client.get(reverse(name, args=[hidden.pk])).status_code == 404
    services.cancel_event(ahead, by=body.lead, reason="The hall is flooded")
    assert "The hall is flooded" in text(client, reverse("public-event", args=[ahead.pk]))


def test_the_public_page_takes_the_same_queries_for_one_and_three(client):
    body = build.commission()
    make.advertised_event(body)
    make.held_event(body)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            text(client, reverse("public-events"))
        counted.append(len(seen))
        for number in range(2):
            make.advertised_event(build.commission(), days=number + 3)
            make.held_event(body)
    assert counted == [4, 4]


def test_an_event_can_be_taken_into_a_calendar(client):
    event = make.advertised_event(build.commission())
    response = client.get(reverse("public-event-ics", args=[event.pk]))
    assert response["Content-Type"].startswith("text/calendar")
    entry = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert entry.decoded("dtstart") == event.starts_at.replace(microsecond=0)
    assert entry["uid"] == f"event-{event.pk}@testserver"
    assert str(entry["location"]) == "Town hall"
    assert isinstance(entry.decoded("dtstamp"), datetime)
    services.cancel_event(event, by=event.commission.lead, reason="Flood")
    calendar = Calendar.from_ical(client.get(reverse("public-event-ics", args=[event.pk])).content)
    assert calendar["method"] == "CANCEL"
    assert calendar.walk("VEVENT")[0]["status"] == "CANCELLED"


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
    commissioning.move_stage(body, "close", by=body.lead, reason="Not needed")
    assert needs(body.lead, now) == []


def test_an_events_page_tells_what_has_happened_to_it(client):
    body = build.commission()
    event = make.advertised_event(body)
    other = make.advertised_event(body)
    client.force_login(body.lead)
    assert text(client, reverse("event", args=[body.reference, event.pk])).count("sv-timeline__item") == 2
    services.cancel_event(other, by=body.lead, reason="The hall is flooded")
    assert "The hall is flooded" not in text(client, reverse("event", args=[body.reference, event.pk]))
    assert text(client, reverse("event", args=[body.reference, other.pk])).count("sv-timeline__item") == 3


def test_an_empty_event_is_asked_for_in_plain_words(client):
    body = build.commission()
    client.force_login(body.lead)
    page = text(client, reverse("event-new", args=[body.reference]), {"title": ""})
    for words in ("Enter a title", "Enter when it begins", "Enter when it ends", "Enter where it is"):
        assert words in page


def test_an_outcome_says_where_there_is_nothing_to_choose_from(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("outcome-new", args=[body.reference])
    assert "Nothing that was said is recorded yet" in text(client, url)
    make.remark(body)
    assert "Nothing that was said is recorded yet" not in text(client, url)
