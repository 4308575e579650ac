"""The pages of stories: who finds which, how they are narrowed, played and read; the phone's part of a file."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.evidence import services
from contracts.evidence.calculations.consent import NOT_ASKED
from contracts.evidence.models import Story
from contracts.returns import services as returns
from socialvalue.common import clock
from socialvalue.documents.models import Document
from tests.builders import contracts as build
from tests.reading import as_read
from tests.socialvalue.documents import media_made as made

from .steps import HOW, SAID, picture, told, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.fixture
def stage():
    """Three stories of one return: shown to anybody with a sound, to members with a photograph, to nobody."""
    contract, who = build.active_contract()
    body = returns.save_return(build.first_due(contract), by=who.reporter, value=Decimal(3))
    first = told(body, who.reporter, tags="work, young people")
    services.add_file(first, by=who.reporter, upload=upload(), words=SAID)
    second = told(
        body,
        who.reporter,
        consent=build.AGREED.__class__(**vars(build.AGREED) | {"use": "reports"}),
        title="A warm kitchen",
        text="The damp is gone.",
    )
    services.add_file(second, by=who.reporter, upload=picture(), words="A window.")
    third = told(body, who.reporter, consent=NOT_ASKED, title="Nobody asked", text="Words.")
    returns.submit_return(body, by=who.reporter)
    return who, (first, second, third)


def page(client, user, name, *args, **query) -> str:
    client.force_login(user)
    return as_read(client.get(reverse(name, args=args), query).content.decode())


def titles(client, user, **query) -> list[str]:
    client.force_login(user)
    return sorted(row.title for row in client.get(reverse("stories"), query).context["page"])


def test_each_finds_what_they_may_see(stage, client):
    who, _ = stage
    both = ["A warm kitchen", "Sam found work"]
    assert titles(client, who.member) == both
    assert titles(client, who.manager) == titles(client, who.reporter) == [*both[:1], "Nobody asked", "Sam found work"]
    assert titles(client, build.parties().manager) == []
    assert (
        "May be used by" in page(client, who.manager, "stories"),
        "May be used by" in page(client, who.member, "stories"),
    ) == (True, False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "damp"}, ["A warm kitchen"]),
        ({"search": "WORK sam"}, ["Sam found work"]),
        ({"search": "morning"}, ["Sam found work"]),  # said in the recording
        ({"search": "window"}, ["A warm kitchen"]),  # what the photograph shows
        ({"search": "work damp"}, []),
        ({"tag": "Young People"}, ["Sam found work"]),
        ({"tag": "young"}, []),
        ({"comes_with": "audio"}, ["Sam found work"]),
        ({"comes_with": "picture"}, ["A warm kitchen"]),
        ({"comes_with": "video"}, []),
        ({"use": "none"}, ["Nobody asked"]),
    ],
)
def test_the_list_is_narrowed(stage, client, query, found):
    assert titles(client, stage[0].manager, **query) == found


def test_the_list_as_a_file_has_the_words_and_no_more_than_the_page(stage, client):
    who, _ = stage
    client.force_login(who.member)
    text = b"".join(client.get(reverse("stories"), {"as": "csv"}).streaming_content).decode()
    assert ("I found work." in text, "Sound" in text, "Nobody asked" in text) == (True, True, False)


def test_how_many_queries_the_list_takes(stage, client, django_assert_num_queries):
    who, _ = stage
    client.force_login(who.manager)
    client.get(reverse("stories"))
    with django_assert_num_queries(STORIES_QUERIES):
        client.get(reverse("stories"))


STORIES_QUERIES = 8


def test_a_story_is_played_with_the_browsers_own_controls_and_read(stage, client):
    who, (first, second, third) = stage
    client.force_login(who.member)
    shown = client.get(reverse("story", args=[first.pk])).content.decode()
    assert '<audio controls preload="metadata"' in " ".join(shown.split())
    assert "autoplay" not in shown
    assert ("Good morning." in shown, "How the person agreed" in shown, "The person withdrew" in shown) == (True, False, False)
    kitchen = client.get(reverse("story", args=[second.pk])).content.decode()
    assert 'alt="A window."' in kitchen
    assert client.get(reverse("story", args=[third.pk])).status_code == 404
    answers = page(client, who.manager, "story", first.pk)
    assert all(words in answers for words in ("In writing, on", "1 April 2025", "asked by: Support worker"))
    assert "The person withdrew their agreement" in answers


def test_a_phone_seeks_in_the_sound_and_others_find_nothing(stage, client):
    who, (first, _, _) = stage
    url = reverse("document", args=[Document.objects.of(first.files.get()).get().pk])
    client.force_login(who.member)
    part = client.get(url, headers={"Range": "bytes=0-1"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"\xff\xfb")
    client.force_login(build.parties().member)
    assert client.get(url, headers={"Range": "bytes=0-1"}).status_code == 404
    client.logout()
    assert client.get(url, headers={"Range": "bytes=0-1"}).status_code == 404


def test_a_video_has_captions_where_its_lines_have_times(client):
    contract, who = build.active_contract()
    body = returns.save_return(build.first_due(contract), by=who.reporter, value=Decimal(3))
    story = told(body, who.reporter)
    timed, _ = services.add_file(story, by=who.reporter, upload=upload("a.mp4", made.mp4()), words=SAID)
    untimed, _ = services.add_file(story, by=who.reporter, upload=upload("b.mp4", made.mp4()), words="Good morning.")
    returns.submit_return(body, by=who.reporter)
    client.force_login(who.member)
    shown = client.get(reverse("story", args=[story.pk])).content.decode()
    assert (shown.count("<video controls"), shown.count("<track")) == (2, 1)
    captions = client.get(reverse("story-captions", args=[timed.pk]))
    assert (captions["Content-Type"], captions.content.decode()[:6]) == ("text/vtt; charset=utf-8", "WEBVTT")
    assert client.get(reverse("story-captions", args=[untimed.pk])).status_code == 404
    client.force_login(build.parties().member)
    assert client.get(reverse("story-captions", args=[timed.pk])).status_code == 404


def test_from_the_return_to_a_story_with_a_recording_without_its_words_yet(client):
    contract, who = build.active_contract()
    due = build.first_due(contract)
    body = returns.save_return(due, by=who.reporter, value=Decimal(3))
    client.force_login(who.reporter)
    typed = {
        "title": "Sam",
        "text": "I found work.",
        "use": "public",
        "asked_by": "",
        "how": "writing",
        "asked_on": "2025-07-01",
        "tags": "work",
    }
    refused = as_read(client.post(reverse("return-story", args=[due.pk]), typed).content.decode())
    assert "Enter who asked the person" in refused
    answer = client.post(reverse("return-story", args=[due.pk]), typed | {"asked_by": "Mentor"})
    story = Story.objects.get(kpi_return=body)
    assert answer.url == reverse("story", args=[story.pk])
    client.post(reverse("story-add-file", args=[story.pk]), {"file": upload(), "words": ""})
    shown = page(client, who.reporter, "story", story.pk)
    assert "Where, when and with what it was recorded was removed from the file." in shown
    assert "Shown to nobody else yet." in shown
    file = story.files.get()
    assert client.post(reverse("story-words", args=[file.pk]), {"words": SAID}).url == reverse("story", args=[story.pk])
    assert "Good morning." in page(client, who.reporter, "return", due.pk)
    assert client.post(reverse("story-file-remove", args=[file.pk])).url == reverse("story", args=[story.pk])
    assert not story.files.exists()


def test_withdrawn_by_its_page(stage, client):
    who, (first, _, _) = stage
    client.force_login(who.reporter)
    url = reverse("story-withdraw", args=[first.pk])
    assert client.post(url, {"how": HOW, "version": first.version}).url == reverse("return", args=[first.kpi_return.due_id])
    told_of = page(client, who.manager, "return", first.kpi_return.due_id)
    assert "A case study stood here. The person withdrew their agreement on" in told_of
    assert ("I found work." in told_of, "The damp is gone." in told_of) == (False, True)
    record = page(client, who.manager, "story", first.pk)
    assert ("recorded it on" in record, HOW in record) == (True, True)
    assert "A case study stood here" not in page(client, who.member, "return", first.kpi_return.due_id)
    assert titles(client, who.manager) == ["A warm kitchen", "Nobody asked"]
    client.force_login(who.member)
    assert client.get(reverse("story", args=[first.pk])).status_code == 404
