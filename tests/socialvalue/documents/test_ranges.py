"""A part of a file: what is asked for, what is answered, and that nobody gets a part who may not have the whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from socialvalue.accounts.models import Directorate
from socialvalue.documents import visibility
from socialvalue.documents.services import store
from socialvalue.documents.views.ranges import Asked, asked
from tests.builders import people

from . import media_made as made


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-", (0, 99)),
        ("bytes=0-0", (0, 0)),
        ("bytes=10-19", (10, 19)),
        ("bytes=99-", (99, 99)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes = 5 - 6", (5, 6)),
        # Not in the file
        ("bytes=100-", ()),
        ("bytes=-0", ()),
        (f"bytes={'9' * 5000}-", ()),
        # Nothing that is understood is the whole
        ("bytes=20-10", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("pages=1-2", None),
        ("bytes=a-b", None),
        ("bytes=١-٢", None),
    ],
)
def test_what_is_asked_for(header, part):
    assert asked(header, 100) == (None if part is None else Asked(*part))


def test_the_words_of_an_answer():
    assert (Asked(10, 19).words(100), Asked(10, 19).length) == ("bytes 10-19/100", 10)
    assert (Asked().words(100), Asked().length, Asked().is_there) == ("bytes */100", 0, False)


@pytest.fixture
def kept(db, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    council = people.council()
    owner = council.directorates.first()
    monkeypatch.setattr(visibility, "_owners", {})
    visibility.owned_by(
        Directorate._meta.label_lower,
        lambda user: Directorate.objects.all() if user.is_authenticated else Directorate.objects.none(),
    )
    by = people.person(council)
    return store(upload=SimpleUploadedFile("talk.mp3", made.mp3()), owner=owner, by=by), by


def test_a_phone_seeks_in_a_recording(kept, client):
    document, by = kept
    client.force_login(by)
    url = reverse("document", args=[document.pk])
    whole = client.get(url)
    assert (whole.status_code, whole["Accept-Ranges"], whole["Content-Type"]) == (200, "bytes", "audio/mpeg")
    data = b"".join(whole.streaming_content)
    part = client.get(url, headers={"Range": "bytes=417-420"})
    assert (part.status_code, part["Content-Range"], part["Content-Length"]) == (206, f"bytes 417-420/{len(data)}", "4")
    assert b"".join(part.streaming_content) == data[417:421] == b"\xff\xfb\x90\x00"
    assert part["X-Content-Type-Options"] == "nosniff"
    assert part["Content-Security-Policy"] == "default-src 'none'; sandbox"
    last = client.get(url, headers={"Range": "bytes=-7"})
    assert b"".join(last.streaming_content) == data[-7:]
    beyond = client.get(url, headers={"Range": f"bytes={len(data)}-"})
    assert (beyond.status_code, beyond["Content-Range"], beyond.content) == (416, f"bytes */{len(data)}", b"")


def test_who_may_not_have_the_file_has_no_part_of_it_and_does_not_learn_its_size(kept, client):
    document, _ = kept
    url = reverse("document", args=[document.pk])
    for header in ("bytes=0-3", "bytes=99999999-"):
        answer = client.get(url, headers={"Range": header})
        assert (answer.status_code, answer.has_header("Content-Range")) == (404, False)
