"""Somebody is asked to follow up, or is done with it and says how."""

from django.db import transaction
from django.urls import reverse

from contracts.follow_up.models import FollowUp
from contracts.follow_up.permissions import check_can_be_given, check_can_follow_up
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell


@transaction.atomic
def give_to(item: FollowUp, *, by: User, person: User, expected_version: Shown = AS_READ) -> FollowUp:
    """Ask a contract manager to follow it up. They are told. Raises Refused."""
    fresh = locked(item, expected_version)
    check_can_follow_up(by, fresh)
    try:
        check_can_be_given(person, fresh)
    except DomainError as refusal:
        raise Refused(refusal.message, "person") from None
    if not save_changes(fresh, assigned_to=person):
        return fresh
    record("give follow-up", f"asked {person} to follow up: {fresh.sentence}", by=by, about=[fresh], council=fresh.council)
    if person != by:
        tell(
            person,
            key=f"follow-up:{fresh.pk}:{fresh.version}",
            subject=f"Follow up a return: {fresh.contract.title}",
            body=f"{by} asks you to follow this up for {fresh.contract.title} ({fresh.contract.reference}). {fresh.sentence}.",
            url=reverse("follow-up-item", args=[fresh.pk]),
            action="Follow it up and say what you did",
            why="You get this because a colleague asked you to follow this up.",
            council=fresh.council,
            duty=Duty.CONTRACTS,
        )
    return fresh


@transaction.atomic
def done_with(item: FollowUp, *, by: User, words: str, expected_version: Shown = AS_READ) -> FollowUp:
    """Say what was done about it. It leaves the list, and comes back once it rests on another fact."""
    fresh = locked(item, expected_version)
    check_can_follow_up(by, fresh)
    check_reason(words, "Say what you did or found", "words")
    save_changes(fresh, done_at=clock.now(), done_by=by, done_words=words.strip())
    record("done with follow-up", f"is done with: {fresh.sentence}", by=by, about=[fresh], council=fresh.council, reason=words)
    return fresh
