"""Reads of stories, in a fixed number of queries."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from contracts.evidence.models import Story, StoryFile
from contracts.evidence.querysets import StoryQuerySet
from socialvalue.accounts.models import User
from socialvalue.documents.models import Document

CONTRACT = "kpi_return__due__kpi__obligation__contract"


def stories_for(user: User, *, search: str = "", tag: str = "", comes_with: str = "", use: str = "") -> StoryQuerySet:
    """Stories told with returns that were handed in, as this person may see them, with what a list says of them."""
    found = Story.objects.visible_to(user).handed_in().filter(withdrawn_at=None).saying(search)
    if tag.strip():
        found = found.filter(tags__word=tag.strip().lower())
    if comes_with:
        found = found.filter(pk__in=StoryFile.objects.visible_to(user).filter(kind=comes_with).values("story"))
    if use:
        found = found.filter(use=use)
    return found.select_related(CONTRACT).prefetch_related(f"{CONTRACT}__parties", "tags", "files")


def story_for(user: User) -> QuerySet[Story]:
    return Story.objects.visible_to(user).select_related(f"{CONTRACT}__council", "told_by", "withdrawn_by")


def with_files(stories: Iterable[Story], user: User) -> list[Story]:
    """Each with what this person may see of what comes with it, as ``shown_files``, each with its document. Two queries."""
    rows = list(stories)
    if not rows:
        return rows
    files = list(StoryFile.objects.visible_to(user).filter(story__in=rows))
    with_documents(files)
    for story in rows:
        story.shown_files = [file for file in files if file.story_id == story.pk]
    return rows


def with_documents(files: Sequence[StoryFile]) -> None:
    label = StoryFile._meta.label_lower
    kept = Document.objects.filter(owner_type=label, owner_id__in=[str(file.pk) for file in files])
    found = {document.owner_id: document for document in kept}
    for file in files:
        file.document = found.get(str(file.pk))
