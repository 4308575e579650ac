"""Events: what is refused, who came, and who reads what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from procurement.engagement import selectors, services
from procurement.engagement.models import Event
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import Conflict, Refused, WrongState
from socialvalue.documents.models import Document
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"title": " "}, "title", "Enter a title"),
        ({"description": ""}, "description", "Say what the event is about"),
        ({"place": ""}, "place", "Say where it is held"),
    ],
)
def test_a_wrong_event_is_refused_at_its_field(wrong, field, words):
    body = build.commission()
    with pytest.raises(Refused, match=words) as error:
        make.event(body, **wrong)
    assert error.value.field == field
    with pytest.raises(Refused, match=words) as error:
        services.edit_event(make.event(body), by=body.lead, **wrong)
    assert error.value.field == field


def test_an_event_ends_after_it_starts_also_in_the_database():
    body = build.commission()
    event = make.event(body)
    with pytest.raises(Refused, match=r"The event has to end after it starts") as error:
        services.edit_event(event, by=body.lead, ends_at=event.starts_at)
    assert error.value.field == "ends_at"
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(ends_at=event.starts_at)


def test_only_advertised_events_are_public():
    body = build.commission()
    event = make.event(body)
    stranger = make.bidder()
    assert selectors.advertised()[0].count() == 0
    assert not Event.objects.visible_to(stranger).exists()
    services.advertise_event(event, by=body.lead)
    assert list(selectors.advertised()[0]) == [event]
    assert list(Event.objects.visible_to(stranger)) == [event]
    assert not Event.objects.inside(stranger).exists()


def test_an_event_is_advertised_with_its_arrangements_before_it_begins():
    body = build.commission()
    bare = make.event(body, public_transport="")
    with pytest.raises(Refused, match="how people can get there"):
        services.advertise_event(bare, by=body.lead)
    services.edit_event(bare, by=body.lead, easy_read_agenda=True)
    services.advertise_event(bare, by=body.lead)
    with pytest.raises(Refused, match="how people can get there"):
        services.edit_event(bare, by=body.lead, easy_read_agenda=False)
    with pytest.raises(Refused, match="begun already"):
        services.advertise_event(make.event(body, days=-1), by=body.lead)


def test_a_cancelled_event_says_why_to_everybody_and_rests():
    body = build.commission()
    event = make.advertised_event(body)
    with pytest.raises(Refused, match="Say why"):
        services.cancel_event(event, by=body.lead, reason=" ")
    services.cancel_event(event, by=body.lead, reason="The hall is flooded")
    assert selectors.advertised()[0].get().cancelled_reason == "The hall is flooded"
    for attempt, words in (
        (lambda: services.cancel_event(event, by=body.lead, reason="The hall is flooded"), "was cancelled already"),
        (lambda: services.edit_event(event, by=body.lead, title="X"), "was cancelled. Plan a new one"),
        (lambda: services.advertise_event(event, by=body.lead), r"was cancelled$"),
        (lambda: services.record_attendance(event, by=body.lead, numbers={"carers": 3}), "was cancelled: nobody came"),
    ):
        with pytest.raises(WrongState, match=words):
            attempt()
    assert services.note_event(event, by=body.lead, notes="We rang everybody.").notes
    with pytest.raises(WrongState, match="over"):
        services.cancel_event(make.held_event(body), by=body.lead, reason="The hall is flooded")


def test_attendance_is_counted_by_group_once_the_event_has_begun():
    body = build.commission()
    held = make.held_event(body)
    services.record_attendance(held, by=body.lead, numbers={"carers": 18, "providers": 7})
    services.record_attendance(held, by=body.lead, numbers={"carers": 17, "vcse": 0})
    assert {a.group: a.number for a in held.attendances.all()} == {"carers": 17}
    assert selectors.events_of(body).get().came == 17
    for numbers, field, words in (
        ({"x": 1}, "x", "Choose a group"),
        ({"carers": -1}, "carers", "The number of people must be 0 or more"),
    ):
        with pytest.raises(Refused, match=words) as error:
            services.record_attendance(held, by=body.lead, numbers=numbers)
        assert error.value.field == field
    ahead = make.event(body)
    with pytest.raises(Refused, match="not begun"):
        services.record_attendance(ahead, by=body.lead, numbers={"carers": 1})
    assert selectors.events_of(body).get(pk=ahead.pk).came is None


def test_two_people_change_the_same_event():
    body = build.commission()
    event = make.event(body)
    services.edit_event(event, by=body.lead, expected_version=1, title="First")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.edit_event(event, by=body.lead, expected_version=1, title="Second")


def test_files_of_an_event_are_for_the_council_alone():
    body = build.commission()
    event = make.advertised_event(body)
    services.add_document(event, by=body.lead, upload=SimpleUploadedFile("agenda.txt", b"Welcome"), description="Agenda")
    with pytest.raises(Refused, match="empty") as error:
        services.add_document(event, by=body.lead, upload=SimpleUploadedFile("agenda.txt", b""))
    assert error.value.field == "file"
    colleague = people.person(body.council, Role.CONTRACT_MANAGER)
    assert Document.objects.visible_to(colleague).count() == 1
    for stranger in (make.bidder(), build.commissioner(), people.person(body.council, Role.MEMBER)):
        assert not Document.objects.visible_to(stranger).exists()
