"""Photographs, sound and video of a story, and what is said in them."""

from django.db import transaction

from contracts.evidence.enums import MediaKind
from contracts.evidence.models import Story, StoryFile
from contracts.evidence.permissions import check_can_add_to_story, check_can_answer_for_story
from contracts.evidence.services.noting import note
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import locked
from socialvalue.documents.models import Document
from socialvalue.documents.services import content, media, remove, store

# By the beginning of its type; a name may be the person's, so the file is called by what it is
KINDS = {"image/": MediaKind.PICTURE, "audio/": MediaKind.AUDIO, "video/": MediaKind.VIDEO}
ENDINGS = {*content.PICTURES, *media.KINDS} - {"tif", "tiff"}
OTHER_KINDS = "Choose a photograph (JPEG, PNG or HEIC), a sound (MP3, M4A, WAV, Ogg or Opus) or a video (MP4, MOV or WebM)"
NO_WORDS = "Describe what the photograph shows, for people who cannot see it"
LONGEST = 20_000


@transaction.atomic
def add_file(story: Story, *, by, upload, words: str = "") -> tuple[StoryFile, Document]:
    """Keep a photograph or a recording with the story.

    A photograph needs what it shows at once; a recording may wait for what is said in it, and until then nobody but those who
    vouch for the story is shown it. Raises Refused on ``file`` or ``words``.
    """
    story = _locked(story)
    check_can_add_to_story(by, story)
    if content.ending(content.clean_name(upload.name or "")) not in ENDINGS:
        raise Refused(OTHER_KINDS, "file")
    words = _checked(words)
    upload.name = f"case-study.{content.ending(content.clean_name(upload.name))}"
    is_picture = content.ending(upload.name) in content.PICTURES
    if is_picture and not words:
        raise Refused(NO_WORDS, "words")
    file = StoryFile(story=story, kind=MediaKind.PICTURE if is_picture else MediaKind.AUDIO, words=words, added_by=by)
    file.save()
    kept = store(upload=upload, owner=file, by=by, confidential=True)
    file.kind = next(kind for begins, kind in KINDS.items() if kept.content_type.startswith(begins))
    file.save(update_fields=["kind"])
    note(story.kpi_return, "add to story", f"added a {_called(file)} to a case study of the return of", by=by)
    return file, kept


@transaction.atomic
def write_down(file: StoryFile, *, by, words: str, expected_version: Shown = AS_READ) -> StoryFile:
    """Write down what a picture shows or what is said in a recording; it is then shown to whom the person agreed to."""
    story = _locked(file.story)
    check_can_answer_for_story(by, story)
    fresh = locked(file, expected_version)
    words = _checked(words)
    if not words:
        raise Refused("Write down what is said in it" if fresh.is_heard else NO_WORDS, "words")
    if words != fresh.words:
        fresh.words = words
        fresh.save(update_fields=["words"])
        note(story.kpi_return, "write down", f"wrote down what is in a {_called(fresh)} of the return of", by=by)
    return fresh


@transaction.atomic
def remove_file(file: StoryFile, *, by) -> None:
    """Take a photograph or a recording out of a story whose return is not handed in."""
    story = _locked(file.story)
    check_can_add_to_story(by, story)
    called = _called(file)
    forget_file(file, by=by)
    note(story.kpi_return, "remove from story", f"took a {called} out of a case study of the return of", by=by)


def forget_file(file: StoryFile, *, by) -> None:
    """Its bytes and its words, for good. The caller has checked that this may be."""
    for document in Document.objects.of(file):
        remove(document, owner=file, by=by, confidential=True)
    file.delete()


def _locked(story: Story) -> Story:
    locked(story.kpi_return, NOTHING_READ)
    return locked(story, NOTHING_READ)


def _checked(words: str) -> str:
    words = words.replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise Refused(f"Enter {LONGEST:,} characters or fewer: these are {len(words):,}", "words")
    return words


def _called(file: StoryFile) -> str:
    return {MediaKind.PICTURE: "photograph", MediaKind.AUDIO: "sound recording"}.get(MediaKind(file.kind), "video")
