"""Events, remarks and private ideas: what is refused, and who reads what."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from procurement.commissioning import services as commissioning
from procurement.engagement import selectors, services
from procurement.engagement.calculations.details import RemarkDetails
from procurement.engagement.models import Event, PrivateIdea, Remark
from socialvalue.accounts.enums import Role
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.documents.models import Document
from socialvalue.notifications.models import Message
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"title": " "}, "title", "Give the event a title"),
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
    with pytest.raises(Refused, match=r"The event has to end after it starts\.") as error:
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
        (lambda: services.cancel_event(event, by=body.lead, reason="Again"), "was cancelled already"),
        (lambda: services.edit_event(event, by=body.lead, title="X"), "was cancelled. Plan a new one"),
        (lambda: services.advertise_event(event, by=body.lead), r"was cancelled\.$"),
        (lambda: services.record_attendance(event, by=body.lead, numbers={"carers": 3}), "was cancelled: nobody came"),
    ):
        with pytest.raises(WrongState, match=words):
            attempt()
    assert services.note_event(event, by=body.lead, notes="We rang everybody.").notes
    with pytest.raises(WrongState, match="over"):
        services.cancel_event(make.held_event(body), by=body.lead, reason="X")


def test_attendance_is_counted_by_group_once_the_event_has_begun():
    body = build.commission()
    held = make.held_event(body)
    services.record_attendance(held, by=body.lead, numbers={"carers": 18, "providers": 7})
    services.record_attendance(held, by=body.lead, numbers={"carers": 17, "vcse": 0})
    assert {a.group: a.number for a in held.attendances.all()} == {"carers": 17}
    assert selectors.events_of(body).get().came == 17
    for numbers, field, words in (
        ({"x": 1}, "x", "Choose a group"),
        ({"carers": -1}, "carers", "A number of people cannot be less than nothing"),
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


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"question": "invented"}, "question"),
        ({"said_by": "A name"}, "said_by"),
    ],
)
def test_a_wrong_remark_is_refused_at_its_field(wrong, field):
    body = build.commission()
    for attempt in (
        lambda: make.remark(body, **wrong),
        lambda: services.edit_remark(make.remark(body), by=body.lead, **wrong),
    ):
        with pytest.raises(Refused) as error:
            attempt()
        assert [name for name, _ in error.value.problems] == [field]


def test_a_remark_is_not_of_tomorrow_nor_of_another_commissions_event():
    body, other = build.commission(), build.commission()
    with pytest.raises(Refused) as error:
        make.remark(body, said_on=clock.today() + timedelta(days=1), event=make.event(other))
    assert {name for name, _ in error.value.problems} == {"said_on", "event"}


def test_a_name_is_kept_only_with_consent_also_in_the_database():
    body = build.commission()
    named = make.remark(body, said_by="A carer", agreed_to_be_named=True)
    with pytest.raises(Refused, match="agreed to be named"):
        services.edit_remark(named, by=body.lead, agreed_to_be_named=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.filter(pk=named.pk).update(agreed_to_be_named=False)
    services.edit_remark(named, by=body.lead, agreed_to_be_named=False, said_by="")


def test_what_was_done_needs_words_and_is_dated():
    body = build.commission()
    remark = make.remark(body)
    with pytest.raises(Refused, match=r"Write what was done about it, or why nothing was\.") as error:
        services.respond(remark, by=body.lead, response=" ")
    assert error.value.field == "response"
    answered = services.respond(remark, by=body.lead, response="Times are fixed now.", expected_version=1)
    assert (answered.responded_by, answered.responded_at) == (body.lead, clock.now()) or answered.responded_at
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.respond(remark, by=body.lead, response="Mine", expected_version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.filter(pk=remark.pk).update(responded_at=None)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.COMMISSIONER, Role.SUPPLIER, Role.PARTNER)])
def test_only_those_who_draft_the_commission_record_engagement(role):
    body = build.commission()
    event, remark, idea = make.held_event(body), make.remark(body), make.idea(body)
    user = people.person(body.council, role)
    said = RemarkDetails(text="X", group="carers", said_on=clock.today(), method="survey")
    attempts = [
        lambda: services.create_event(
            body, by=user, kind="visit", title="X", description="X", place="X", starts_at=clock.now(), ends_at=event.ends_at
        ),
        lambda: services.edit_event(event, by=user, title="X"),
        lambda: services.advertise_event(event, by=user),
        lambda: services.cancel_event(event, by=user, reason="X"),
        lambda: services.record_attendance(event, by=user, numbers={}),
        lambda: services.add_document(event, by=user, upload=SimpleUploadedFile("a.txt", b"x")),
        lambda: services.record_remark(body, said, by=user),
        lambda: services.edit_remark(remark, by=user, text="X"),
        lambda: services.respond(remark, by=user, response="X"),
        lambda: services.reply_to_idea(idea, by=user, reply="X"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed, match="does not include"):
            attempt()


def test_an_idea_is_read_by_its_supplier_and_by_those_it_was_told_to():
    body = build.commission()
    sender = make.bidder()
    idea = make.idea(body, sender)
    colleague = make.bidder(sender.supplier)
    for reader in (sender, colleague, body.lead):
        assert list(PrivateIdea.objects.visible_to(reader)) == [idea]
    other_roles = [r for r in Role if r not in (Role.COMMISSIONER, Role.SUPPLIER)]
    strangers = [make.bidder(), build.commissioner(), *(people.person(body.council, role) for role in other_roles)]
    for stranger in strangers:
        assert not PrivateIdea.objects.visible_to(stranger).exists()
    assert not timeline(body).filter(verb="idea").exists()
    assert "garden" not in Message.objects.get(recipient=body.lead).body


def test_ideas_are_told_for_ones_own_supplier_while_they_can_still_help():
    body, sender = build.commission(), make.bidder()
    with pytest.raises(NotAllowed, match="Your role does not include: bid for tenders and report on contracts for a supplier"):
        services.disclose_idea(body, by=sender, supplier=people.supplier(), text="X")
    with pytest.raises(NotAllowed, match="Your role does not include: bid for tenders and report on contracts for a supplier"):
        services.disclose_idea(body, by=body.lead, supplier=sender.supplier, text="X")
    with pytest.raises(Refused, match=r"Write your idea\.") as error:
        make.idea(body, sender, text=" ")
    assert error.value.field == "text"
    with pytest.raises(WrongState, match="forward plan"):
        make.idea(build.commission(in_forward_plan=False), sender)
    with pytest.raises(WrongState, match="moved on"):
        make.idea(build.commission_with_approved_plan(), sender)


def test_an_idea_is_replied_to_once_and_its_sender_is_told():
    body, sender = build.commission(), make.bidder()
    idea = make.idea(body, sender)
    with pytest.raises(Refused, match=r"Write your reply\.") as error:
        services.reply_to_idea(idea, by=body.lead, reply="")
    assert error.value.field == "reply"
    services.reply_to_idea(idea, by=body.lead, reply="Thank you.")
    with pytest.raises(WrongState, match="reply already"):
        services.reply_to_idea(idea, by=body.lead, reply="Another")
    assert PrivateIdea.objects.get().reply == "Thank you."
    assert Message.objects.get(recipient=sender).body == "Thank you."


def test_a_closed_commission_keeps_its_engagement_as_it_is():
    body = build.commission()
    remark = make.remark(body)
    commissioning.move_stage(body, "close", by=body.lead, reason="Not needed")
    with pytest.raises(WrongState, match="closed"):
        services.respond(remark, by=body.lead, response="X")
