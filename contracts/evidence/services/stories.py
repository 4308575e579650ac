"""Stories told with a return, and taken out of it before it is handed in."""

from django.db import transaction

from contracts.evidence.calculations.consent import Consent
from contracts.evidence.calculations.tags import problem_of, tags_of
from contracts.evidence.models import Story, StoryTag
from contracts.evidence.permissions import check_can_answer_for_story, check_can_write
from contracts.evidence.services.media import forget_file
from contracts.evidence.services.noting import note
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import locked

# Never by its title: the person may withdraw, and the audit record keeps what stands in it
CALLED = "a case study"


@transaction.atomic
def tell_story(kpi_return, *, by, title: str, text: str, consent: Consent, tags: str = "") -> Story:
    """Add what happened to somebody, with what they agreed to. Raises Refused on each field that lacks something."""
    fresh = locked(kpi_return, NOTHING_READ)
    check_can_write(by, fresh)
    words = tags_of(tags)
    problems = [
        (name, message)
        for name, given, message in (("title", title, "Enter a title"), ("text", text, "Enter what happened"))
        if not given.strip()
    ]
    problems += consent.problems(clock.today())
    if wrong := problem_of(words):
        problems.append(("tags", wrong))
    if problems:
        raise Refused(problems)
    asked = vars(consent) if consent.is_given else {}
    story = Story.objects.create(kpi_return=fresh, title=title.strip(), text=text.strip(), told_by=by, **asked)
    StoryTag.objects.bulk_create(StoryTag(story=story, word=word) for word in words)
    allowed = story.get_use_display().lower() if consent.is_given else "nobody was asked, or they did not agree"
    note(fresh, "tell story", f"added {CALLED} ({allowed}) to the return of", by=by)
    return story


@transaction.atomic
def tag_story(story: Story, *, by, tags: str, expected_version: Shown = AS_READ) -> Story:
    """Change the tags of a story, handed in or not. Raises Refused on ``tags``."""
    story = locked(story, expected_version)
    check_can_answer_for_story(by, story)
    words = tags_of(tags)
    if wrong := problem_of(words):
        raise Refused(wrong, "tags")
    before = {tag.word for tag in story.tags.all()}
    if before != set(words):
        story.tags.exclude(word__in=words).delete()
        StoryTag.objects.bulk_create(StoryTag(story=story, word=word) for word in words if word not in before)
        # Rows of their own, which count as its change: whoever opened the form before does not take them back
        story.version += 1
        story.save(update_fields=["version"])
        note(story.kpi_return, "tag story", f"changed the tags of {CALLED} of the return of", by=by)
    return story


@transaction.atomic
def remove_story(story: Story, *, by) -> None:
    """Take a story out of a return that is not handed in; the audit record keeps that there was one, not its words."""
    fresh = locked(story.kpi_return, NOTHING_READ)
    check_can_write(by, fresh)
    for file in story.files.all():
        forget_file(file, by=by)
    story.delete()
    note(fresh, "remove story", f"removed {CALLED} from the return of", by=by)
