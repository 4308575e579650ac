"""Roles that are given for a time: told of before, ended after their last day, renewed by the steps they were given by."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.administration import selectors
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.administration.permissions import check_can_change_roles
from socialvalue.accounts.administration.services import granting
from socialvalue.accounts.enums import Permission, Role, is_privileged
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.accounts.permissions import ROLE_RENEWED
from socialvalue.accounts.services.joining import end, join
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.timed import Event, day_of, midnight
from socialvalue.notifications.services import tell, tell_all
from socialvalue.notifications.services.reminding import Reminder, remind
from socialvalue.second_word.services import take_back
from socialvalue.sessions.services import end_sessions

ENDED, UNANSWERED = "a role ended", "nobody confirmed roles"


def check_last_day(until: date | None) -> None:
    """Raise Refused on ``until`` where a role would be over before it begins."""
    if until is not None and until < clock.today():
        raise Refused("The last day must be today or later", "until")


@transaction.atomic
def renew(membership: Membership, *, by: User, until: date, reason: str) -> Membership | RoleGrant:
    """Let a role go on until a later last day. What needed a second person needs one again; the rest holds at once."""
    council = membership.organisation
    check_can_change_roles(by, council, membership.user)
    Organisation.objects.select_for_update().get(pk=council.pk)
    old = locked(membership, AS_READ)
    check_reason(reason, "Say why they need the role for longer")
    if old.ended_at is not None or old.until is None:
        raise WrongState("This role has no last day any more, or has ended. Look at the roles of this person again.")
    if until <= old.until or until < clock.today():
        raise Refused(f"Enter a day after {plain_day(old.until)}, the last day so far", "until")
    if RoleGrant.objects.waiting().filter(user=old.user, council=council).exists():
        raise Refused("Something else waits for a second person already. It has to be decided or taken back first.")
    if is_privileged(old.role):
        asked = granting.ask_for(
            old.user, council, by=by, roles=[old.role], reason=reason, directorate=old.directorate, until=until
        )
        assert asked is not None  # one role was asked for
        return asked
    end(old)
    made = join(old.user, council, old.role, directorate=old.directorate, granted_by=by, until=until)
    changes = {"until": [old.until, until]}
    sentence = f"renewed {old.user} as {old.get_role_display().lower()} until {plain_day(until)}"
    record(ROLE_RENEWED, sentence, by=by, about=[old.user, council], council=council, reason=reason.strip(), changes=changes)
    return made


def reminders(now: datetime) -> list[Reminder]:
    """Two weeks before the last day: the holder, and those of the council's people who gave the role or confirmed it."""
    return [one for membership in selectors.ending(day_of(now)) for one in _before(membership)]


def _before(membership: Membership) -> Iterator[Reminder]:
    last, role, council = membership.until, membership.get_role_display().lower(), membership.organisation
    assert last is not None
    event = Event(midnight(last - selectors.TOLD_BEFORE), "tell that a role ends", str(membership.pk))
    key = f"role-ends:{membership.pk}:{last}"
    then = f"ends after {plain_day(last)}"
    others = selectors.who_gave(membership)
    ask = f" If you need it for longer, ask {others[0]}: {others[0].email}" if others else ""
    yield Reminder(
        event,
        membership.user,
        {
            "key": key,
            "subject": f"Your role as {role} ends on {plain_day(last)}",
            "body": f"Your role as {role} for {council} {then}.{ask}",
            "url": reverse("account"),
            "action": "See your roles",
            "why": "You get this because your role was given for a time.",
            "council": council,
        },
    )
    for person in others:
        yield Reminder(
            event,
            person,
            {
                "key": key,
                "subject": f"{membership.user} is {role} until {plain_day(last)}",
                "body": f"The role of {membership.user} as {role} for {council} {then}. If they need it for longer, an "
                "administrator renews it on the page of their roles, and a second person confirms it as before.",
                "by": last,
                "why": "You get this because you gave the role, confirmed it, or administer the council’s people.",
                "council": council,
                **_link(membership, person),
            },
        )


class Link(TypedDict):
    url: str
    action: str


def _link(membership: Membership, person: User) -> Link:
    """Only administrators open the page; whoever confirmed as a director reads the message."""
    if not person.can(Permission.ADMINISTER, membership.organisation) or person.pk == membership.user_id:
        return {"url": "", "action": ""}
    url = reverse("administration-role-renew", args=[membership.user_id, membership.pk])
    return {"url": url, "action": "Renew the role, or let it end"}


def apply(now: datetime) -> int:
    """Tell of what ends, end what is over, close what nobody confirmed; how many were ended or closed. A late run catches up."""
    remind(reminders(now))
    ended = sum(_end_if_over(pk, now) for pk in selectors.over(day_of(now)).values_list("pk", flat=True))
    return ended + sum(_close(pk, now) for pk in RoleGrant.objects.run_out(now).values_list("pk", flat=True))


@transaction.atomic
def _end_if_over(pk: int, now: datetime) -> bool:
    """One role, once: under the council's row, as whoever else makes or ends a membership."""
    council = Organisation.objects.select_for_update().get(memberships=pk)
    membership = selectors.over(day_of(now)).select_related("user", "granted_by", "confirmed_by").filter(pk=pk).first()
    if membership is None:
        return False
    user, role, last = membership.user, membership.get_role_display().lower(), membership.until
    assert last is not None
    if membership.role == Role.ADMINISTRATOR and not selectors.other_administrators(user, council).exists():
        _tell_kept(membership, council)
        return False
    end(membership)
    if membership.role == Role.ADMINISTRATOR:
        granting.take_back_asked_by(user, council, by=None)
    if not user.memberships.filter(ended_at=None).exists():
        end_sessions(user, council=council)
    sentence = f"{user} is {role} no longer: the last day was {plain_day(last)}"
    record(ENDED, sentence, by=None, about=[user, council], council=council)
    tell_all(
        [user, *selectors.who_gave(membership)],
        key=f"role-ended:{pk}",
        subject=f"{user} is {role} no longer",
        body=f"The role of {user} as {role} for {council} ended after {plain_day(last)}, as it was given. What they did stays.",
        why="You get this because you held the role, gave it or confirmed it, or administer the council’s people.",
        council=council,
        for_information=True,
    )
    return True


def _tell_kept(membership: Membership, council: Organisation) -> None:
    """Nobody else administers: the role goes on, or nobody could ever give it again."""
    tell(
        membership.user,
        key=f"role-kept:{membership.pk}",
        subject="You are still an administrator: nobody else is one",
        body=f"Your role as administrator of {council} would have ended. It goes on, because {council} has no other "
        "administrator. It ends as soon as somebody else is one.",
        url=reverse("administration-people"),
        action="Make somebody else an administrator",
        why="You get this because your role was given for a time.",
        council=council,
    )


@transaction.atomic
def _close(pk: int, now: datetime) -> bool:
    """A question that nobody answered in 14 days: it is closed, and whoever asked is told."""
    grant = RoleGrant.objects.run_out(now).select_for_update(of=("self",)).filter(pk=pk).first()
    if grant is None:
        return False
    take_back(grant)
    about = [grant, grant.user, grant.council]
    record(
        UNANSWERED, f"nobody confirmed that {grant.user} become {grant.role_names}", by=None, about=about, council=grant.council
    )
    tell(
        grant.asked_by,
        key=f"role-unanswered:{grant.pk}",
        subject=f"Nobody confirmed: {grant.role_names} for {grant.user}",
        body=f"You asked that {grant.user} become {grant.role_names} for {grant.council}. Nobody confirmed or refused it in "
        "14 days, so it waits no more. Ask again if they still need it, and tell the second person.",
        url=reverse("administration-people"),
        action="See the people and their roles",
        why="You get this because you asked for the role.",
        council=grant.council,
    )
    return True
