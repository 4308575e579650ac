"""A person takes back what they agreed to: their story disappears everywhere, and the record says that it did."""

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse

from contracts.evidence.enums import Use
from contracts.evidence.models import Story
from contracts.evidence.permissions import check_can_answer_for_story, contract_of
from contracts.evidence.services.media import forget_file
from contracts.evidence.services.noting import note
from contracts.register.enums import Side
from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.canonical import sha256
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell_all

_followers: list[Callable[..., None]] = []


def followed_by(follow: Callable[..., None]) -> None:
    """Say that something above has shown stories: ``follow(story, by=…)`` is called in the withdrawal's transaction.

    Called from an AppConfig's ``ready``.
    """
    _followers.append(follow)


def digest_of(title: str, text: str) -> str:
    return sha256({"title": title, "text": text})


@transaction.atomic
def withdraw_story(story: Story, *, by: User, how: str, expected_version: Shown = AS_READ) -> Story:
    """Record that the person withdrew. Words, tags, files and transcripts are deleted; reports lose what they showed.

    ``how``: who said so, how and when, in words that do not name the person. The other side is told, to take down its copies.
    """
    locked(story.kpi_return, NOTHING_READ)
    story = locked(story, expected_version)
    side = check_can_answer_for_story(by, story)
    check_reason(how, "Say how you heard of it, without the person’s name")
    for file in story.files.all():
        forget_file(file, by=by)
    story.tags.all().delete()
    save_changes(
        story,
        withdrawn_digest=digest_of(story.title, story.text),
        title="",
        text="",
        use=Use.NONE,
        withdrawn_at=clock.now(),
        withdrawn_by=by,
        withdrawn_how=how.strip()[:300],
    )
    words = "recorded that a person withdrew their agreement: a case study disappeared from the return of"
    note(story.kpi_return, "withdraw story", words, by=by, reason=how)
    for follow in _followers:
        follow(story, by=by)
    if not story.kpi_return.is_draft:
        _tell(story, contract_of(story.kpi_return.due), by, side)
    return story


def _tell(story: Story, contract: Contract, by: User, side: Side) -> None:
    """The other side, which may have copies of its own."""
    key = f"story-withdrawn:{story.pk}"
    subject = f"A case study was withdrawn: {contract.title}"
    body = (
        f"Somebody whose case study came with a return of {contract.title} ({contract.reference}) withdrew their "
        "agreement. It is deleted here, from reports too. If you have used it elsewhere, such as on a website, "
        "take it down there."
    )
    url = reverse("return", args=[story.kpi_return.due_id])
    if side == Side.COUNCIL:
        tell_suppliers(contract, key=key, subject=subject, body=body, url=url, action="See the return", besides=by)
        return
    owners = [person for person in (contract.manager, contract.lead_director) if person and person.is_active and person != by]
    tell_all(
        owners, key=key, subject=subject, body=body, url=url, action="See the return",
        why="You get this because you answer for this contract.", council=contract.council, duty=Duty.CONTRACTS,
    )  # fmt: skip
