"""A story with its consent, photographs and recordings; and what is left of it once the person has withdrawn."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from contracts.evidence import services
from contracts.evidence.calculations.consent import Consent
from contracts.evidence.models import Story, StoryFile, StoryTag
from contracts.evidence.services.withdrawing import digest_of
from contracts.returns import services as returns
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.documents.models import Document
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.socialvalue.documents import media_made as made

from .steps import HOW, SAID, picture, told, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.fixture
def draft():
    contract, who = build.active_contract()
    return returns.save_return(build.first_due(contract), by=who.reporter, value=Decimal(3)), who


def heard(user) -> tuple[int, int]:
    """How many recordings and photographs this person is shown, and how many of the files they may open."""
    return StoryFile.objects.visible_to(user).count(), Document.objects.visible_to(user).count()


def test_a_consent_lacks_nothing_or_the_story_is_not_kept(draft):
    body, who = draft
    with pytest.raises(Refused) as refusal:
        told(body, who.reporter, consent=Consent(use="public", asked_on=date(2025, 7, 11)), tags="x" * 41)
    assert [field for field, _ in refusal.value.problems] == ["asked_by", "how", "asked_on", "tags"]
    assert not Story.objects.exists()
    story = told(body, who.reporter, tags="Work, young people")
    assert story.consent == build.AGREED
    assert [str(tag) for tag in story.tags.all()] == ["work", "young people"]


def test_a_recording_is_shown_to_others_once_its_words_are_written_down(draft):
    body, who = draft
    story = told(body, who.reporter)
    file, kept = services.add_file(story, by=who.reporter, upload=upload())
    returns.submit_return(body, by=who.reporter)
    assert (heard(who.member), heard(who.manager), heard(who.reporter)) == ((0, 0), (1, 1), (1, 1))
    with pytest.raises(Refused, match="Write down what is said in it"):
        services.write_down(file, by=who.manager, words=" \r\n ")
    # Either side, handed in or not: it takes nothing away and lets people in who cannot hear
    services.write_down(file, by=who.manager, words=SAID)
    assert heard(who.member) == (1, 1)
    assert (kept.name, kept.content_type) == ("case-study.mp3", "audio/mpeg"), "the name of the file may be the person's"
    with kept.file.open("rb") as content:
        assert made.PLACE not in content.read()


def test_a_photograph_says_at_once_what_it_shows(draft):
    body, who = draft
    story = told(body, who.reporter)
    with pytest.raises(Refused, match="Describe what the photograph shows") as refusal:
        services.add_file(story, by=who.reporter, upload=picture())
    assert refusal.value.field == "words"
    file, _ = services.add_file(story, by=who.reporter, upload=picture(), words=" Two people at a bench. ")
    assert (file.kind, file.words) == ("picture", "Two people at a bench.")
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryFile.objects.update(words="")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.mp4", made.mp4(), "video"),
        ("a.mp4", made.mp4(video=False), "audio"),
        ("a.webm", made.webm(), "audio"),
        ("a.wav", made.wav(), "audio"),
    ],
)
def test_what_a_file_is_stands_in_its_bytes(draft, name, data, kind):
    body, who = draft
    assert services.add_file(told(body, who.reporter), by=who.reporter, upload=upload(name, data))[0].kind == kind


def test_other_kinds_and_too_many_words_are_refused(draft):
    body, who = draft
    story = told(body, who.reporter)
    for name in ("plan.pdf", "names.csv", "scan.tiff", "tool.exe", "none"):
        with pytest.raises(Refused, match="Choose a photograph") as refusal:
            services.add_file(story, by=who.reporter, upload=upload(name, b"x"))
        assert refusal.value.field == "file"
    with pytest.raises(Refused, match="Enter 20,000 characters or fewer: these are 20,001"):
        services.add_file(story, by=who.reporter, upload=upload(), words="x" * 20_001)
    with pytest.raises(Refused, match="not what its ending says"):
        services.add_file(story, by=who.reporter, upload=upload("a.mp3", b"MZ" * 500))
    assert not StoryFile.objects.exists()
    assert not Document.objects.exists()


def test_a_recording_is_taken_out_of_a_draft_and_stays_once_handed_in(draft, tmp_path, django_capture_on_commit_callbacks):
    body, who = draft
    story = told(body, who.reporter)
    first, second = (services.add_file(story, by=who.reporter, upload=upload(), words=SAID)[0] for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_file(first, by=who.reporter)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    returns.submit_return(body, by=who.reporter)
    for attempt in (
        lambda: services.remove_file(second, by=who.reporter),
        lambda: services.add_file(story, by=who.reporter, upload=upload()),
    ):
        with pytest.raises(WrongState, match="can no longer be changed"):
            attempt()


def test_taking_out_a_story_takes_what_came_with_it(draft):
    body, who = draft
    story = told(body, who.reporter, tags="work")
    services.add_file(story, by=who.reporter, upload=upload(), words=SAID)
    services.remove_story(story, by=who.reporter)
    assert [m.objects.count() for m in (Story, StoryFile, StoryTag, Document)] == [0, 0, 0, 0]


def test_tags_are_changed_at_any_time_against_what_was_read(draft):
    body, who = draft
    story = told(body, who.reporter, tags="work")
    returns.submit_return(body, by=who.reporter)
    services.tag_story(story, by=who.manager, tags="Work, homes", expected_version=story.version)
    assert [str(tag) for tag in story.tags.all()] == ["homes", "work"]
    with pytest.raises(Conflict):
        services.tag_story(story, by=who.reporter, tags="other", expected_version=story.version)
    with pytest.raises(NotAllowed, match="by the contract’s supplier or by the council’s contract managers"):
        services.tag_story(story, by=who.member, tags="other")


@pytest.fixture
def withdrawn(draft, django_capture_on_commit_callbacks):
    body, who = draft
    story = told(body, who.reporter, tags="work")
    services.add_file(story, by=who.reporter, upload=upload(), words=SAID)
    services.add_file(story, by=who.reporter, upload=picture(), words="Sam at a bench.")
    returns.submit_return(body, by=who.reporter)
    returns.verify_return(body, by=who.manager, comment=build.SEEN)
    assert heard(who.member) == (2, 2)
    with django_capture_on_commit_callbacks(execute=True):
        gone = services.withdraw_story(story, by=who.reporter, how=HOW)
    return gone, who


def test_a_person_withdraws_and_nothing_of_their_story_is_left(withdrawn, tmp_path):
    story, who = withdrawn
    assert (heard(who.member), heard(who.manager), StoryTag.objects.count()) == ((0, 0), (0, 0), 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    kept = Story.objects.get()
    assert (kept.title, kept.text, kept.use, kept.withdrawn_by, kept.withdrawn_how) == ("", "", "none", who.reporter, HOW)
    assert kept.withdrawn_digest == digest_of("Sam found work", "I found work.")
    assert [Story.objects.visible_to(user).count() for user in (who.member, who.manager, who.reporter)] == [0, 1, 1]
    # Nowhere in what is written down for good either
    for event in AuditEvent.objects.all():
        assert "Sam" not in f"{event.sentence} {event.changes} {event.reason}", event.sentence
    event = AuditEvent.objects.get(verb="withdraw story")
    assert event.sentence.startswith(
        "recorded that a person withdrew their agreement: a case study disappeared from the return of"
    )


def test_the_return_and_its_figure_stay(withdrawn):
    story, _ = withdrawn
    assert (story.kpi_return.value, story.kpi_return.due.returns.get().status) == (Decimal(3), "verified")


def test_the_other_side_is_told_to_take_down_its_copies(withdrawn):
    _, who = withdrawn
    sent = Message.objects.filter(key__startswith="story-withdrawn")
    assert {message.recipient for message in sent} == {who.manager, who.director}
    assert all("take it down there" in message.body and "Sam" not in message.body for message in sent)


def test_what_was_withdrawn_is_not_changed_any_more(withdrawn):
    story, who = withdrawn
    for attempt in (
        lambda: services.withdraw_story(story, by=who.manager, how=HOW),
        lambda: services.tag_story(story, by=who.manager, tags="work"),
    ):
        with pytest.raises(WrongState, match="The person withdrew their agreement, and the case study is gone"):
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.update(text="I found work.")


def test_the_council_records_it_too_with_a_reason_and_the_supplier_is_told(draft):
    body, who = draft
    story = told(body, who.reporter)
    returns.submit_return(body, by=who.reporter)
    with pytest.raises(Refused, match="Say how you heard of it"):
        services.withdraw_story(story, by=who.manager, how="ok")
    with pytest.raises(NotAllowed, match="by the contract’s supplier or by the council’s contract managers"):
        services.withdraw_story(story, by=who.director, how=HOW)
    with pytest.raises(Conflict):
        services.withdraw_story(story, by=who.manager, how=HOW, expected_version=story.version + 1)
    services.withdraw_story(story, by=who.manager, how=HOW)
    assert {message.recipient for message in Message.objects.filter(key__startswith="story-withdrawn")} == {who.reporter}


def test_of_a_draft_nobody_else_is_told(draft):
    body, who = draft
    services.withdraw_story(told(body, who.reporter), by=who.reporter, how=HOW)
    assert not Message.objects.filter(key__startswith="story-withdrawn").exists()
