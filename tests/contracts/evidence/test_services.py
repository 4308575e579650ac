"""Files and stories of a return: added by the side that writes it, taken out while nobody else has read them."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.evidence import services
from contracts.evidence.calculations.consent import NOT_ASKED
from contracts.evidence.models import Story
from contracts.returns import services as returns
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.documents.models import Document
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.fixture
def stage():
    contract, who = build.active_contract()
    return contract, who, build.first_due(contract)


def test_a_file_is_taken_out_of_a_draft_and_stays_once_handed_in(stage, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    _, who, due = stage
    body = returns.save_return(due, by=who.reporter, value=D(3))
    wrong = services.add_evidence(body, by=who.reporter, upload=SimpleUploadedFile("wrong.txt", b"Names in it"))
    kept = services.add_evidence(body, by=who.reporter, upload=SimpleUploadedFile("list.txt", b"Three names, removed"))
    with pytest.raises(NotAllowed, match="The supplier has begun this return and has not submitted it yet"):
        services.remove_evidence(body, by=who.manager, document=wrong)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_evidence(body, by=who.reporter, document=wrong)
    assert [d.name for d in Document.objects.all()] == ["list.txt"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [kept.file.name.rsplit("/")[-1]]
    returns.submit_return(body, by=who.reporter)
    returns.query_return(body, by=who.manager, comment="Which month is this?")
    with pytest.raises(WrongState, match="stays"):
        services.remove_evidence(body, by=who.reporter, document=kept)
    assert Document.objects.get() == kept


def test_taking_a_file_out_by_its_page(stage, settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    _, who, due = stage
    body = returns.save_return(due, by=who.reporter, value=D(3))
    document = services.add_evidence(body, by=who.reporter, upload=SimpleUploadedFile("list.txt", b"Names in it"))
    address = f"/returns/versions/{body.pk}/evidence/{document.pk}/remove/"
    client.force_login(build.parties().reporter)
    assert client.post(address).status_code == 404
    client.force_login(who.reporter)
    assert address in client.get(f"/returns/{due.pk}/").content.decode()
    assert client.post(address).url == f"/returns/{due.pk}/"
    assert not Document.objects.exists()


@pytest.fixture
def draft(stage):
    _, who, due = stage
    return returns.save_return(due, by=who.reporter, value=D(3)), who


@pytest.mark.parametrize(
    "title, text, problems",
    [
        (" ", "\n", [("title", "Enter a title"), ("text", "Enter what happened")]),
        ("Sam", " ", [("text", "Enter what happened")]),
        ("", "Sam stayed.", [("title", "Enter a title")]),
    ],
)
def test_a_story_needs_a_title_and_words(draft, title, text, problems):
    body, who = draft
    with pytest.raises(Refused) as refusal:
        services.tell_story(body, by=who.reporter, title=title, text=text, consent=build.AGREED)
    assert refusal.value.problems == problems
    assert not Story.objects.exists()


def test_a_story_keeps_whether_the_person_agreed(draft):
    body, who = draft
    services.tell_story(body, by=who.reporter, title=" Sam ", text=" Sam stayed. ", consent=NOT_ASKED)
    story = Story.objects.get()
    assert (story.title, story.text, story.consent, story.told_by) == ("Sam", "Sam stayed.", NOT_ASKED, who.reporter)


def test_the_other_side_adds_nothing_to_a_draft_and_takes_nothing_out(draft):
    body, who = draft
    story = services.tell_story(body, by=who.reporter, title="Sam", text="Sam stayed.", consent=build.AGREED)
    attempts = [
        lambda: services.tell_story(body, by=who.manager, title="T", text="x", consent=build.AGREED),
        lambda: services.remove_story(story, by=who.manager),
        lambda: services.add_evidence(body, by=who.manager, upload=SimpleUploadedFile("a.txt", b"text")),
    ]
    for attempt in attempts:
        with pytest.raises(WrongState, match="The supplier has begun this return"):
            attempt()
    assert Story.objects.get() == story
    stranger = build.parties().reporter
    with pytest.raises(NotAllowed, match="the contract's supplier or by the council's contract managers"):
        services.tell_story(body, by=stranger, title="T", text="x", consent=build.AGREED)


def test_a_story_is_taken_out_of_a_draft_and_stays_once_handed_in(draft, client):
    body, who = draft
    story, kept = [services.tell_story(body, by=who.reporter, title=t, text="x", consent=build.AGREED) for t in ("Sam", "Ada")]
    client.force_login(build.parties().reporter)
    assert client.post(reverse("story-remove", args=[story.pk])).status_code == 404
    services.remove_story(story, by=who.reporter)
    assert Story.objects.get() == kept
    returns.submit_return(body, by=who.reporter)
    with pytest.raises(WrongState, match="can no longer be changed: it is “Waiting to be verified”"):
        services.remove_story(kept, by=who.reporter)
    assert Story.objects.get() == kept


def test_a_return_of_two_suppliers_shows_its_story_once():
    who = build.parties()
    person = who.reporter
    second = build.parties().supplier
    person.memberships.create(organisation=second, role=person.memberships.get().role)
    contract, _ = build.active_contract(who, suppliers=[who.supplier, second])
    body = returns.save_return(build.first_due(contract), by=person, value=D(3))
    services.tell_story(body, by=person, title="Sam", text="Sam stayed.", consent=build.AGREED)
    assert Story.objects.visible_to(type(person).objects.get(pk=person.pk)).count() == 1
