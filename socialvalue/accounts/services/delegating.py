"""Passing on what one does while one is away: to a colleague of the council who holds the same permissions."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import Delegation, Organisation, User
from socialvalue.accounts.permissions import check_can_decline, check_can_end_delegation
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell


@transaction.atomic
def pass_on(*, by: User, delegate: User, starts_on: date, ends_on: date, duty: str = Duty.EVERYTHING) -> Delegation:
    """From ``starts_on`` to ``ends_on``, both days included, ``delegate`` acts for ``by`` in ``duty``. The delegate is told.

    Raises Refused, each problem on its field: days in the past or out of order, days that are passed on already, oneself,
    somebody of another council or without the permissions, somebody who is away themselves, while ``by`` stands in for others.
    """
    council = by.council
    if council is None:
        raise NotAllowed("Only people of a council can pass on what they do")
    # Of two who name each other at once, the second waits here and is refused
    Organisation.objects.select_for_update().get(pk=council.pk)
    made = Delegation(absent=by, delegate=delegate, council=council, duty=duty, starts_on=starts_on, ends_on=ends_on)
    if problems := [*_of_days(made), *_of_people(made)]:
        raise Refused(problems)
    made.save()
    words = f"passed on {_what(made)} to {delegate} {_days(made)}"
    record("passed on duties", words, by=by, about=[made, by, delegate, council], council=council)
    tell(
        delegate,
        key=f"delegation:{made.pk}",
        subject=f"You stand in for {by} {_days(made)}",
        body=(
            f"{by} has named you to stand in for {_what(made)} {_days(made)}. You get the messages and the tasks that are for "
            f"{by}. You do what your own roles permit, and it is recorded as done by you. What either of you wrote, a third "
            "person signs off. If you cannot do it, decline."
        ),
        url=reverse("away"),
        action="See what you take on, or decline",
        by=starts_on,
        why="You get this because a colleague named you.",
        council=council,
    )
    return made


def _of_days(made: Delegation) -> list[tuple[str, str]]:
    if made.starts_on < clock.today():
        return [("starts_on", "The first day must be today or later")]
    if made.ends_on < made.starts_on:
        return [("ends_on", "The last day must be the first day or later")]
    taken = Delegation.objects.sharing_days(made.starts_on, made.ends_on).filter(absent=made.absent).first()
    if taken:
        return [("starts_on", f"You have already named {taken.delegate} {_days(taken)}. End that first, or choose other days")]
    return []


def _of_people(made: Delegation) -> list[tuple[str, str]]:
    absent, delegate = made.absent, made.delegate
    if absent.pk == delegate.pk:
        return [("delegate", "Choose somebody other than yourself")]
    if not any(m.organisation_id == made.council_id for m in delegate.current_memberships):
        return [("delegate", f"{delegate} does not work for {made.council}")]
    if not made.needed:
        return [("duty", "Your roles hold nothing of this that can be passed on")]
    if lacking := made.lacking(delegate):
        names = "; ".join(p.label[0].lower() + p.label[1:] for p in lacking)
        return [("delegate", f"{delegate} does not hold what this takes: {names}. Choose somebody else, or pass on less")]
    others = Delegation.objects.sharing_days(made.starts_on, made.ends_on)
    if away := others.filter(absent=delegate).first():
        return [("delegate", f"{delegate} is away too {_days(away)}. Choose somebody who is there")]
    if taken := others.filter(delegate=delegate).exclude(absent=absent).first():
        words = f"{delegate} stands in for {taken.absent} {_days(taken)}. Choose somebody else: nobody stands in for two at once"
        return [("delegate", words)]
    if taken := others.filter(delegate=absent).first():
        return [("delegate", f"You stand in for {taken.absent} {_days(taken)}. End that first: who stands in is not away")]
    return []


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: User) -> Delegation:
    """It holds no longer, from now. The other of the two is told."""
    fresh = locked(delegation, NOTHING_READ)
    check_can_end_delegation(by, fresh)
    fresh.ended_at, fresh.ended_by = clock.now(), by
    fresh.save(update_fields=["ended_at", "ended_by"])
    _note_and_tell(fresh, "ended a delegation", "ended", by)
    return fresh


@transaction.atomic
def decline(delegation: Delegation, *, by: User) -> Delegation:
    """The delegate does not take it on. The person who is away is told and names somebody else."""
    fresh = locked(delegation, NOTHING_READ)
    check_can_decline(by, fresh)
    fresh.declined_at = clock.now()
    fresh.save(update_fields=["declined_at"])
    _note_and_tell(fresh, "declined a delegation", "declined", by)
    return fresh


def end_delegations_of(user: User, council: Organisation, *, by: User) -> None:
    """They have left the council: nobody stands in for them, nor they for anybody. Inside the caller's transaction."""
    for delegation in Delegation.objects.standing().of(user).filter(council=council, ends_on__gte=clock.today()):
        delegation.ended_at, delegation.ended_by = clock.now(), by
        delegation.save(update_fields=["ended_at", "ended_by"])
        stays = delegation.delegate if delegation.absent_id == user.pk else delegation.absent
        _note_and_tell(delegation, "ended a delegation", "ended", by, other=stays)


def _note_and_tell(fresh: Delegation, verb: str, done: str, by: User, other: User | None = None) -> None:
    about = [fresh, fresh.absent, fresh.delegate, fresh.council]
    words = f"{done} that {fresh.delegate} stands in for {fresh.absent} {_days(fresh)}"
    record(verb, words, by=by, about=about, council=fresh.council)
    other = other or (fresh.delegate if by.pk == fresh.absent_id else fresh.absent)
    tell(
        other,
        key=f"delegation-over:{fresh.pk}",
        subject=f"{by} {done} that {fresh.delegate} stands in for {fresh.absent}",
        body=(
            f"{by} {done} that {fresh.delegate} stands in for {fresh.absent} {_days(fresh)}. From now on messages and tasks go "
            f"to {fresh.absent} alone. While {fresh.absent} is away, somebody else can be named."
        ),
        url=reverse("away"),
        action="See who stands in for whom",
        why="You get this because you are one of the two.",
        council=fresh.council,
        for_information=True,
    )


def _what(made: Delegation) -> str:
    return "everything that can be passed on" if made.duty == Duty.EVERYTHING else made.get_duty_display().lower()


def _days(made: Delegation) -> str:
    if made.starts_on == made.ends_on:
        return f"on {plain_day(made.starts_on)}"
    return f"from {plain_day(made.starts_on)} to {plain_day(made.ends_on)}"
