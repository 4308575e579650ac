"""Events on the council's pages and on the public ones."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from procurement.engagement import services
from procurement.engagement.models import Event
from socialvalue.common import clock
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.procurement.engagement.steps import text

pytestmark = pytest.mark.django_db


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
    services.cancel_event(event, by=event.commission.lead, reason="The hall is flooded")
    calendar = Calendar.from_ical(client.get(reverse("public-event-ics", args=[event.pk])).content)
    assert calendar["method"] == "CANCEL"
    assert calendar.walk("VEVENT")[0]["status"] == "CANCELLED"


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
