"""Stories told with a return, and taken out of it before it is handed in."""

from django.db import transaction

from contracts.evidence.models import Story
from contracts.evidence.permissions import check_can_write
from contracts.evidence.services.noting import note
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked


@transaction.atomic
def tell_story(kpi_return, *, by, title: str, text: str, consent: bool) -> Story:
    """Add what happened to somebody. ``consent``: the person agreed that it may be published; without it it never is."""
    fresh = locked(kpi_return, NOTHING_READ)
    check_can_write(by, fresh)
    problems = [
        (name, message)
        for name, given, message in (("title", title, "Enter a title"), ("text", text, "Enter what happened"))
        if not given.strip()
    ]
    if problems:
        raise Refused(problems)
    story = Story.objects.create(kpi_return=fresh, title=title.strip(), text=text.strip(), consent=consent, told_by=by)
    note(fresh, "tell story", f"added {_called(story)} to the return of", by=by)
    return story


@transaction.atomic
def remove_story(story: Story, *, by) -> None:
    """Take a story out of a return that is not handed in; the audit record keeps that there was one, not its words."""
    fresh = locked(story.kpi_return, NOTHING_READ)
    check_can_write(by, fresh)
    called = _called(story)
    story.delete()
    note(fresh, "remove story", f"removed {called} from the return of", by=by)


def _called(story: Story) -> str:
    # Timelines have more readers than a story without consent
    return f"the story “{story.title}”" if story.consent else "a story without consent to publish it"
