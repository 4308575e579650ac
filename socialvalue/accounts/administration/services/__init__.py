"""Administrators add people, change their roles and end their access, and name the council's directorates."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from socialvalue.accounts.administration import selectors
from socialvalue.accounts.administration.models import RoleGrant, StepReset
from socialvalue.accounts.administration.permissions import check_can_change_roles
from socialvalue.accounts.administration.services import granting, lasting
from socialvalue.accounts.administration.services.accounts import account_for
from socialvalue.accounts.administration.services.telling import labels, tell_changed, tell_ended, tell_undone, welcome
from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Directorate, Membership, Organisation, User
from socialvalue.accounts.permissions import (
    ACCESS_UNDONE,
    check_can_administer,
    check_can_join_side,
    check_can_undo_access,
)
from socialvalue.accounts.services.delegating import end_delegations_of
from socialvalue.accounts.services.joining import cut_links_of, end, join
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import check_read, locked, save_changes
from socialvalue.sessions.services import end_sessions

# What a council's own people can be; suppliers register, and partners act for bodies of their own
COUNCIL_ROLES: list[Role] = [role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]


@transaction.atomic
def add_person(
    council: Organisation,
    *,
    by: User,
    email: str,
    name: str,
    roles,
    reason: str = "",
    job_title: str = "",
    directorate: Directorate | None = None,
    until: date | None = None,
) -> User:
    """Give a person these roles in the council. A new person gets an email with a link that sets a password.

    Roles that open, check, approve, decide, verify or administer wait for a second person (``granting``), who reads ``reason``;
    without one they are not asked for. Where all wait, the email waits too. Somebody with an account already keeps name and
    password. Raises Refused on ``email`` when they have access already, or when the account is a supplier's or a partner's.
    """
    council = _locked(council, by)
    lasting.check_last_day(until)
    at_once, waiting = granting.in_two(_checked(roles))
    if waiting or reason.strip():
        check_reason(reason, f"Say why they need to be {labels(waiting or at_once)}")
    user = account_for(email, name, job_title, council)
    check_can_join_side(user, council.kind, "email")
    if user.memberships.filter(organisation=council, ended_at=None).exists():
        raise Refused("This person has access already. Change their roles instead.", "email")
    for role in at_once:
        join(user, council, role, directorate=directorate, granted_by=by, until=until)
    given = f" as {labels(at_once)}" if at_once else ", without a role until a second person confirms it"
    record("added a person", f"added {user}{given}", by=by, about=[user, council], council=council, reason=reason.strip())
    granting.ask_for(user, council, by=by, roles=waiting, reason=reason, directorate=directorate, until=until)
    if at_once:
        welcome(user, council, by.name, labels(at_once))
    return user


@transaction.atomic
def change_roles(
    user: User,
    council: Organisation,
    *,
    by: User,
    roles,
    reason: str,
    directorate: Directorate | None = None,
    until: date | None = None,
) -> User:
    """Set the roles of ``user`` in the council to ``roles``; what they lose ends now. Refused for the last administrator.

    What they did not have and what opens, checks, approves, decides, verifies or administers waits for a second person. Nobody
    changes their own roles, neither up nor down. ``until``: the last day of what they did not have, where it is for a time.
    """
    check_can_change_roles(by, council, user)
    council = _locked(council, by)
    roles = _checked(roles)
    check_reason(reason, "Say why the roles change")
    lasting.check_last_day(until)
    check_access_read(user, council)
    current = {m.role: m for m in user.memberships.filter(organisation=council, ended_at=None)}
    if not current:
        raise Refused("This person has no access any more. Add them again.")
    _check_nothing_renewed(user, council, current)
    _, waiting = granting.in_two(set(roles) - set(current))
    granting.ask_for(user, council, by=by, roles=waiting, reason=reason, directorate=directorate, until=until)
    roles = [role for role in roles if role not in waiting]
    if not roles:
        raise Refused(
            "Every role you chose waits for a second person. Leave one they have until it is confirmed, or end their access.",
            "roles",
        )
    _keep_an_administrator(user, council, losing=Role.ADMINISTRATOR in current and Role.ADMINISTRATOR not in roles)
    for role, membership in current.items():
        # A role in another directorate is another membership: what it was stays in the record, and can be taken up again
        if role not in roles or membership.directorate_id != (directorate.pk if directorate else None):
            end(membership)
    for role in roles:
        if role not in current:
            join(user, council, role, directorate=directorate, granted_by=by, until=until)
        elif (old := current[role]).ended_at is not None:
            # In another directorate it is still the role that was given and confirmed then
            join(
                user, council, role, directorate=directorate, until=old.until,
                granted_by=old.granted_by, confirmed_by=old.confirmed_by,
            )  # fmt: skip
    if Role.ADMINISTRATOR in current and Role.ADMINISTRATOR not in roles:
        granting.take_back_asked_by(user, council, by=by)
    before, now = labels(r for r in Role if r in current), labels(roles)
    record(
        "changed roles",
        f"changed the roles of {user} to {now}",
        by=by,
        about=[user, council],
        council=council,
        reason=reason,
        changes={"roles": [before, now]},
    )
    if set(roles) != set(current):
        tell_changed(user, council, by, before=before, now=now)
    return user


@transaction.atomic
def end_access(user: User, council: Organisation, *, by: User, reason: str) -> User:
    """They have left: every role of ``user`` in the council ends. What they did stays; the account stays for other bodies.

    At once with it: their sessions, the links by which a provider lets them in, who stands in for whom, roles that wait for
    them or that they asked for. One may end one's own access, except the last administrator; then nobody is signed out. Undoing
    brings back the roles and nothing else.
    """
    council = _locked(council, by)
    check_reason(reason, "Say why the access ends")
    check_access_read(user, council)
    memberships = list(user.memberships.filter(organisation=council, ended_at=None))
    waiting = RoleGrant.objects.undecided().filter(user=user, council=council)
    if not memberships and not waiting.exists():
        return user
    _keep_an_administrator(user, council, losing=any(m.role == Role.ADMINISTRATOR for m in memberships))
    for membership in memberships:
        end(membership)
    end_delegations_of(user, council, by=by)
    granting.take_back_all(user, council, by=by)
    StepReset.objects.undecided().filter(user=user, council=council).update(withdrawn_at=clock.now())
    if user.pk != by.pk:
        end_sessions(user, by=by, council=council)
    links = cut_links_of(user)
    record(
        "ended access", f"ended the access of {user}", by=by, about=[user, council], council=council, reason=reason,
        changes={"ways to sign in": [links, 0]} if links else {},
    )  # fmt: skip
    tell_ended(user, council, by, council)
    return user


@transaction.atomic
def add_partner(council: Organisation, *, by: User, organisation_name: str, name: str, email: str) -> User:
    """Let somebody of a partner authority or main contractor post opportunities for the council's approval.

    The body is found by its name among the partners, or made. Raises Refused on ``email`` when they have access already.
    """
    council = _locked(council, by)
    partners = Organisation.objects.filter(kind=OrganisationKind.PARTNER)
    body = partners.filter(name__iexact=organisation_name.strip()).first()
    if body is None:
        body = Organisation.objects.create(name=organisation_name.strip(), kind=OrganisationKind.PARTNER)
    user = account_for(email, name, "", body)
    if user.memberships.filter(organisation=body, ended_at=None).exists():
        raise Refused("This person has access for this partner already", "email")
    join(user, body, Role.PARTNER, granted_by=by, field="email")
    record("added a partner", f"added {user} for the partner {body}", by=by, about=[user, body, council], council=council)
    welcome(user, body, by.name, Role.PARTNER.label.lower())
    return user


@transaction.atomic
def end_partner(membership: Membership, council: Organisation, *, by: User, reason: str) -> Membership:
    """Somebody no longer posts opportunities for a partner."""
    council = _locked(council, by)
    check_reason(reason, "Say why the access ends")
    membership = Membership.objects.select_related("user", "organisation").get(pk=membership.pk, role=Role.PARTNER)
    check_read(membership)
    if membership.ended_at is None:
        end(membership)
        end_sessions(membership.user, by=by, council=council)
        record(
            "ended a partner's access",
            f"ended the access of {membership.user} for the partner {membership.organisation}",
            by=by,
            about=[membership.user, membership.organisation, council],
            council=council,
            reason=reason,
        )
        tell_ended(membership.user, membership.organisation, by, council)
    return membership


@transaction.atomic
def undo_access(user: User, council: Organisation, *, by: User) -> User:
    """Take back what ``by`` last did with this person's access: what it gave ends now, what it ended goes on as if it had not.

    Raises WrongState after ten minutes, where nothing was given or ended, and where somebody gave the access again meanwhile.
    """
    council = _locked(council, by)
    act = selectors.last_act(user, council)
    check_can_undo_access(by, council, act)
    assert act is not None  # refused just before
    began, ended = selectors.changed_by(act, user, council)
    asked = selectors.asked_by(act, user, council)
    if not began and not ended and not asked.exists():
        raise WrongState("There is nothing to undo: no role was given or ended")
    granting.take_back_all_of(asked, by=by)
    for membership in began:
        end(membership)
    for membership in ended:
        if user.memberships.filter(organisation=membership.organisation, role=membership.role, ended_at=None).exists():
            raise WrongState("This cannot be undone: somebody has given this access again")
        membership.ended_at = None
        membership.save(update_fields=["ended_at"])
    about = [user, *{m.organisation for m in (*began, *ended)} - {council}, council]
    changes = {"given": [labels(m.role for m in began), ""], "ended": [labels(m.role for m in ended), ""]}
    changes = {what: roles for what, roles in changes.items() if roles[0]}
    record(ACCESS_UNDONE, f"undid what they did with the access of {user}", by=by, about=about, council=council, changes=changes)
    tell_undone(user, council, by)
    return user


@transaction.atomic
def add_directorate(council: Organisation, *, by: User, name: str, code: str) -> Directorate:
    """A directorate of the council; its code is unique there."""
    council = _locked(council, by)
    _free(council, code)
    directorate = Directorate.objects.create(council=council, name=name, code=code)
    record("added a directorate", f"added the directorate {name}", by=by, about=[directorate, council], council=council)
    return directorate


@transaction.atomic
def rename_directorate(directorate: Directorate, *, by: User, name: str, code: str) -> Directorate:
    """Change name and code; everything that belongs to the directorate stays with it."""
    council = _locked(directorate.council, by)
    _free(council, code, other_than=directorate.pk)
    directorate = locked(directorate, AS_READ)
    changes = save_changes(directorate, name=name, code=code)
    if changes:
        record(
            "renamed a directorate", f"renamed the directorate {name}", by=by,
            about=[directorate, council], council=council, changes=changes,
        )  # fmt: skip
    return directorate


@transaction.atomic
def set_contact(
    council: Organisation, *, by: User, team: str = "", email: str = "", phone: str = "", hours: str = "", address: str = ""
) -> Organisation:
    """Who answers questions: on every page of the council's people, on its public pages and under its emails.

    Answers to emails go to ``email``. Empty is nowhere; a team alone is refused, because nobody could reach it.
    """
    council = _locked(council, by)
    check_read(council)
    given = {"contact_team": team, "email": email, "contact_phone": phone, "contact_hours": hours, "address": address}
    typed = {name: value.strip() for name, value in given.items()}
    if any(typed.values()) and not (typed["email"] or typed["contact_phone"]):
        raise Refused("Enter an email address or a phone number, so that people can reach the team", "email")
    changes = save_changes(council, **typed)
    if changes:
        record(
            "changed the contact",
            "changed the council’s contact for questions",
            by=by,
            about=council,
            council=council,
            changes=changes,
        )
    return council


def _locked(council: Organisation, by: User) -> Organisation:
    """The council's row, locked: two administrators cannot take each other's role away at the same moment."""
    check_can_administer(by, council)
    return Organisation.objects.select_for_update().get(pk=council.pk)


def check_access_read(user: User, council: Organisation) -> None:
    """Raise Conflict where another administrator gave, ended or asked for a role of this person since the page was read."""
    for one in selectors.access_of(user, council):
        check_read(one)


def _checked(roles) -> list[Role]:
    chosen = [role for role in COUNCIL_ROLES if role in set(roles)]
    if not chosen or set(roles) - set(chosen):
        raise Refused("Choose at least one role of the list", "roles")
    return chosen


def _check_nothing_renewed(user: User, council: Organisation, held: Iterable[str]) -> None:
    """What is asked for takes the place of what waits; a role to be renewed would be lost without a word."""
    waits = RoleGrant.objects.waiting().filter(user=user, council=council).first()
    if waits is not None and set(waits.roles) & set(held):
        raise Refused(f"They are to be {waits.role_names} for longer, and that waits for a second person. Wait, or take it back.")


def _free(council: Organisation, code: str, other_than: int | None = None) -> None:
    same = council.directorates.filter(code__iexact=code)
    if (same if other_than is None else same.exclude(pk=other_than)).exists():
        raise Refused("Another directorate has this code", "code")


def _keep_an_administrator(user: User, council: Organisation, *, losing: bool) -> None:
    if losing and not selectors.other_administrators(user, council).exists():
        raise Refused("The last administrator must stay one. Make somebody else an administrator first.", "roles")
