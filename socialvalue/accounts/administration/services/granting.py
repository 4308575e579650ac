"""Roles that open, check, approve, decide, verify or administer: one administrator asks, a second person confirms."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.administration.permissions import check_can_confirm, check_can_withdraw
from socialvalue.accounts.administration.services.telling import welcome
from socialvalue.accounts.enums import Permission, Role, is_privileged
from socialvalue.accounts.models import Directorate, Organisation, User
from socialvalue.accounts.permissions import ROLES_CONFIRMED
from socialvalue.accounts.selectors import people_who
from socialvalue.accounts.services.joining import end, join
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.common.reading import AS_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.notifications.services import tell, tell_all
from socialvalue.second_word.services import settle, take_back

ASKED, REFUSED, WITHDRAWN = "asked for roles", "refused roles", "withdrew roles"


def ask_for(
    user: User,
    council: Organisation,
    *,
    by: User,
    roles: Iterable[str],
    reason: str,
    directorate: Directorate | None,
    until: date | None = None,
) -> RoleGrant | None:
    """What waits for ``user`` from now on is exactly these roles, inside the transaction of a caller who holds the council's row.

    What waited before gives way, unless it is the same. None where nothing is asked for.
    """
    wanted = [role.value for role in Role if role in set(roles)]
    before = RoleGrant.objects.undecided().filter(user=user, council=council).first()
    if before is not None:
        if before.is_open and before.roles == wanted and (before.directorate, before.until) == (directorate, until):
            return before
        _take_back(before, by=by)
    if not wanted:
        return None
    made = RoleGrant.objects.create(
        user=user, council=council, roles=wanted, reason=reason.strip(), asked_by=by, directorate=directorate, until=until
    )
    about = [made, user, council]
    record(ASKED, f"asked that {user} become {made.role_names}", by=by, about=about, council=council, reason=made.reason)
    second = [p for p in people_who(Permission.CONFIRM_ROLES, council) if p.pk not in (by.pk, user.pk)]
    tell_all(
        second,
        key=f"role-asked:{made.pk}",
        subject=f"Confirm a role: {user}",
        body=(
            f"{by} asks that {user} ({user.email}) become {made.role_names} for {council}{made.how_long}. This takes effect once "
            "a second person confirms it. Confirm it only if you know that it is right: ask the person’s manager if you do not."
        ),
        url=reverse("role-grant", args=[made.pk]),
        action="Read what the role may do, and confirm or refuse it",
        by=made.runs_out_at,
        why=f"You get this because you are an administrator or a lead director of {council}.",
        council=council,
    )
    return made


def _in_turn(grant: RoleGrant) -> RoleGrant:
    """The grant under lock, the council's row before it: whoever makes or ends a membership holds that one first, too."""
    Organisation.objects.select_for_update().get(pk=grant.council_id)
    return locked(grant, AS_READ)


@transaction.atomic
def confirm(grant: RoleGrant, *, by: User) -> RoleGrant:
    """The second person: the roles hold from now. The person, everybody who holds such a role and the directors are told."""
    grant = _in_turn(grant)
    check_can_confirm(by, grant)
    user, council = grant.user, grant.council
    first = not user.memberships.filter(organisation=council, ended_at=None).exists()
    if grant.until is not None and grant.until < clock.today():
        raise WrongState("The last day that was asked for is over. Refuse it, so that an administrator can ask again.")
    held = {one.role: one for one in user.memberships.filter(organisation=council, ended_at=None)}
    for role in grant.roles:
        old = held.get(role)
        if old is not None and old.until == grant.until:
            continue
        if old is not None:  # it is renewed: what it was stays, with the two who gave it then
            end(old)
        join(
            user, council, role, directorate=grant.directorate, until=grant.until, granted_by=grant.asked_by, confirmed_by=by
        )  # fmt: skip
    settle(grant, by=by, accept=True)
    sentence = f"confirmed that {user} becomes {grant.role_names}{grant.how_long}, as {grant.asked_by} asked"
    record(ROLES_CONFIRMED, sentence, by=by, about=[grant, user, council], council=council)
    if first and not user.has_usable_password():
        welcome(user, council, by.name, grant.role_names)
    else:
        _tell_person(grant, by)
    _tell_others(grant, by)
    return grant


def _tell_person(grant: RoleGrant, by: User) -> None:
    tell(
        grant.user,
        key=f"role-given:{grant.pk}",
        subject=f"You are now {grant.role_names}",
        body=(
            f"{grant.asked_by} asked that you become {grant.role_names} for {grant.council}{grant.how_long}, and {by} "
            f"confirmed it. If this is a mistake, ask {grant.asked_by}: {grant.asked_by.email}"
        ),
        url=reverse("account"),
        action="See your roles",
        why="You get this because your access changed.",
        council=grant.council,
    )


def _tell_others(grant: RoleGrant, by: User) -> None:
    """Who holds one of the roles, the directors and whoever asked: those who know the team notice a stranger."""
    told = {p.pk: p for p in people_who(Permission.DECIDE_AWARDS, grant.council)}
    holders = User.objects.filter(
        is_active=True, memberships__organisation=grant.council, memberships__role__in=grant.roles, memberships__ended_at=None
    )
    told |= {p.pk: p for p in holders.distinct()}
    told[grant.asked_by_id] = grant.asked_by
    tell_all(
        [person for pk, person in told.items() if pk not in (by.pk, grant.user_id)],
        key=f"role-taken-up:{grant.pk}",
        subject=f"{grant.user} is now {grant.role_names}",
        body=(
            f"{grant.asked_by} asked that {grant.user} ({grant.user.email}) become {grant.role_names} for {grant.council}, and "
            f"{by} confirmed it. If you do not know this person, tell an administrator or a lead director."
        ),
        why="You get this because you asked for it, hold the same role, or are a lead director.",
        council=grant.council,
        for_information=True,
    )


@transaction.atomic
def refuse(grant: RoleGrant, *, by: User, reason: str) -> RoleGrant:
    """The second person says no, with a reason. Who asked is told."""
    grant = _in_turn(grant)
    check_can_confirm(by, grant)
    check_reason(reason, "Say why the person does not get the role")
    settle(grant, by=by, accept=False, decision=reason)
    sentence = f"refused that {grant.user} become {grant.role_names}"
    record(REFUSED, sentence, by=by, about=[grant, grant.user, grant.council], council=grant.council, reason=reason.strip())
    tell(
        grant.asked_by,
        key=f"role-refused:{grant.pk}",
        subject=f"Not confirmed: {grant.role_names} for {grant.user}",
        body=f"{by} did not confirm that {grant.user} becomes {grant.role_names} for {grant.council}.",
        url=reverse("administration-people"),
        action="See the people and their roles",
        why="You get this because you asked for the role.",
        council=grant.council,
        private=f"{by} says why: {reason.strip()}",
    )
    return grant


def decide(grant: RoleGrant, *, by: User, decision: str, reason: str = "") -> RoleGrant:
    """``decision`` as it is typed: “confirm”, or “refuse” with a reason."""
    return confirm(grant, by=by) if decision == "confirm" else refuse(grant, by=by, reason=reason)


@transaction.atomic
def withdraw(grant: RoleGrant, *, by: User) -> RoleGrant:
    """Who asked takes it back. It leaves the lists of those who would confirm it."""
    grant = _in_turn(grant)
    check_can_withdraw(by, grant)
    _take_back(grant, by=by)
    return grant


def take_back_all(user: User, council: Organisation, *, by: User) -> None:
    """They have left: what waits for ``user``, and what they asked for others, waits no more."""
    take_back_all_of(RoleGrant.objects.undecided().filter(user=user, council=council), by=by)
    take_back_asked_by(user, council, by=by)


def take_back_asked_by(user: User, council: Organisation, *, by: User | None) -> None:
    """They administer no more: what they asked for waits no more."""
    take_back_all_of(RoleGrant.objects.undecided().filter(asked_by=user, council=council), by=by)


def take_back_all_of(grants: QuerySet[RoleGrant], *, by: User | None) -> None:
    """Inside the transaction of a caller who checked who may."""
    for grant in grants.select_for_update(of=("self",)):
        _take_back(grant, by=by)


def _take_back(grant: RoleGrant, *, by: User | None) -> None:
    if take_back(grant):
        sentence = f"took back that {grant.user} become {grant.role_names}"
        record(WITHDRAWN, sentence, by=by, about=[grant, grant.user, grant.council], council=grant.council)


def in_two(roles: Iterable[str]) -> tuple[list[Role], list[Role]]:
    """(roles that one administrator gives alone, roles that a second person confirms), in the order of the list."""
    chosen = [role for role in Role if role in set(roles)]
    return [r for r in chosen if not is_privileged(r)], [r for r in chosen if is_privileged(r)]
