"""Administrators add people, change their roles and end their access, and name the council's directorates."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.administration import selectors
from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Directorate, Membership, Organisation, User
from socialvalue.accounts.permissions import ACCESS_UNDONE, check_can_administer, check_can_undo_access
from socialvalue.accounts.services import links
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ
from socialvalue.common.saving import check_read, locked, save_changes
from socialvalue.notifications.services import tell, write_to

# What a council's own people can be; suppliers register, and partners act for bodies of their own
COUNCIL_ROLES: list[Role] = [role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]


@transaction.atomic
def add_person(
    council: Organisation, *, by: User, email: str, name: str, roles, job_title: str = "", directorate: Directorate | None = None
) -> User:
    """Give a person these roles in the council. A new person gets an email with a link that sets a password.

    Somebody with an account already keeps name and password. Raises Refused on ``email`` when they have access already.
    """
    council = _locked(council, by)
    roles = _checked(roles)
    user = _user(email, name, job_title)
    if user.memberships.filter(organisation=council, ended_at=None).exists():
        raise Refused("This person has access already. Change their roles instead.", "email")
    for role in roles:
        Membership.objects.create(user=user, organisation=council, role=role, directorate=directorate)
    labels = _labels(roles)
    record("added a person", f"added {user} as {labels}", by=by, about=[user, council], council=council)
    _welcome(user, council, by, labels)
    return user


def _user(email: str, name: str, job_title: str) -> User:
    user, created = User.objects.get_or_create(email=email.strip().lower(), defaults={"name": name, "job_title": job_title})
    if user.address_unconfirmed:
        # Whoever registered with this address has not shown that it is theirs: their name and password count for nothing
        user.name, user.job_title = name, job_title
        created = True
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password", "name", "job_title"])
    return user


def _welcome(user: User, council: Organisation, by: User, labels: str) -> None:
    if user.has_usable_password():
        how = f"Sign in with the password you have: {settings.SITE_URL}{reverse('account_login')}"
    else:
        forgotten = f"{settings.SITE_URL}{reverse('account_reset_password')}"
        how = (
            f"Open this link within 3 days and set a password:\n\n{links.set_password(user)}\n\n"
            f"Later, ask for another link: {forgotten}"
        )
    write_to(
        user.email,
        key=f"welcome:{council.pk}:{user.pk}:{clock.now().isoformat()}",
        subject=f"Your access to {settings.SERVICE_NAME}",
        body=f"Dear {user.name},\n\n{by.name} gave you access for {council}, as {labels}. {how}",
        action="Set your password",
        council=council if council.kind == OrganisationKind.COUNCIL else None,
    )


@transaction.atomic
def change_roles(
    user: User, council: Organisation, *, by: User, roles, reason: str, directorate: Directorate | None = None
) -> User:
    """Set the roles of ``user`` in the council to ``roles``; what they lose ends now. Refused for the last administrator."""
    council = _locked(council, by)
    roles = _checked(roles)
    _need_reason(reason)
    check_access_read(user, council)
    current = {m.role: m for m in user.memberships.filter(organisation=council, ended_at=None)}
    if not current:
        raise Refused("This person has no access any more. Add them again.")
    _keep_an_administrator(user, council, losing=Role.ADMINISTRATOR in current and Role.ADMINISTRATOR not in roles)
    for role, membership in current.items():
        # A role in another directorate is another membership: what it was stays in the record, and can be taken up again
        if role not in roles or membership.directorate_id != (directorate.pk if directorate else None):
            _end(membership)
    for role in roles:
        if role not in current or current[role].ended_at is not None:
            Membership.objects.create(user=user, organisation=council, role=role, directorate=directorate)
    record(
        "changed roles",
        f"changed the roles of {user} to {_labels(roles)}",
        by=by,
        about=[user, council],
        council=council,
        reason=reason,
        changes={"roles": [_labels(r for r in Role if r in current), _labels(roles)]},
    )
    if set(roles) != set(current) and user.pk != by.pk:
        tell(
            user,
            key=f"roles-changed:{council.pk}:{user.pk}:{clock.now().isoformat()}",
            subject="Your roles were changed",
            body=(
                f"{by} changed what you may do for {council}. You are now: {_labels(roles)}. "
                f"Before, you were: {_labels(r for r in Role if r in current)}. If this is a mistake, ask {by}: {by.email}"
            ),
            url=reverse("account"),
            action="See your roles",
            why="You get this because your access changed.",
            council=council,
        )
    return user


@transaction.atomic
def end_access(user: User, council: Organisation, *, by: User, reason: str) -> User:
    """End every role of ``user`` in the council. What they did stays; the account itself stays for other bodies."""
    council = _locked(council, by)
    _need_reason(reason)
    check_access_read(user, council)
    memberships = list(user.memberships.filter(organisation=council, ended_at=None))
    if not memberships:
        return user
    _keep_an_administrator(user, council, losing=any(m.role == Role.ADMINISTRATOR for m in memberships))
    for membership in memberships:
        _end(membership)
    record("ended access", f"ended the access of {user}", by=by, about=[user, council], council=council, reason=reason)
    _tell_ended(user, council, by, council)
    return user


def _tell_ended(user: User, body: Organisation, by: User, council: Organisation) -> None:
    """Without a link: there may be nothing left that they can open. The reason stays in the record."""
    if user.pk == by.pk:
        return
    tell(
        user,
        key=f"access-ended:{body.pk}:{user.pk}:{clock.now().isoformat()}",
        subject=f"Your access for {body} has ended",
        body=f"{by} ended your access for {body}. What you did there stays. If this is a mistake, ask {by}: {by.email}",
        why="You get this because your access changed.",
        council=council,
    )


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
    user = _user(email, name, "")
    if user.memberships.filter(organisation=body, ended_at=None).exists():
        raise Refused("This person has access for this partner already", "email")
    Membership.objects.create(user=user, organisation=body, role=Role.PARTNER)
    record("added a partner", f"added {user} for the partner {body}", by=by, about=[user, body, council], council=council)
    _welcome(user, body, by, Role.PARTNER.label.lower())
    return user


@transaction.atomic
def end_partner(membership: Membership, council: Organisation, *, by: User, reason: str) -> Membership:
    """Somebody no longer posts opportunities for a partner."""
    council = _locked(council, by)
    _need_reason(reason)
    membership = Membership.objects.select_related("user", "organisation").get(pk=membership.pk, role=Role.PARTNER)
    check_read(membership)
    if membership.ended_at is None:
        _end(membership)
        record(
            "ended a partner's access",
            f"ended the access of {membership.user} for the partner {membership.organisation}",
            by=by,
            about=[membership.user, membership.organisation, council],
            council=council,
            reason=reason,
        )
        _tell_ended(membership.user, membership.organisation, by, council)
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
    if not began and not ended:
        raise WrongState("There is nothing to undo: no role was given or ended")
    for membership in began:
        _end(membership)
    for membership in ended:
        if user.memberships.filter(organisation=membership.organisation, role=membership.role, ended_at=None).exists():
            raise WrongState("This cannot be undone: somebody has given this access again")
        membership.ended_at = None
        membership.save(update_fields=["ended_at"])
    about = [user, *{m.organisation for m in (*began, *ended)} - {council}, council]
    changes = {"given": [_labels(m.role for m in began), ""], "ended": [_labels(m.role for m in ended), ""]}
    changes = {what: roles for what, roles in changes.items() if roles[0]}
    record(ACCESS_UNDONE, f"undid what they did with the access of {user}", by=by, about=about, council=council, changes=changes)
    _tell_undone(user, council, by)
    return user


def _tell_undone(user: User, council: Organisation, by: User) -> None:
    """They were told of the act itself. Without a link: there may be nothing left that they can open."""
    if user.pk == by.pk:
        return
    roles = user.memberships.filter(ended_at=None, organisation__kind__in=(OrganisationKind.COUNCIL, OrganisationKind.PARTNER))
    now = ", ".join(f"{m.get_role_display().lower()}, {m.organisation}" for m in roles.select_related("organisation"))
    tell(
        user,
        key=f"access-undone:{council.pk}:{user.pk}:{clock.now().isoformat()}",
        subject="A change of your access was undone",
        body=f"{by} changed your access a few minutes ago and has undone it. You are now: {now or 'without access'}.",
        why="You get this because your access changed.",
        council=council,
        for_information=True,
    )


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
    """Raise Conflict where another administrator gave or ended a role of this person since the page was read."""
    for membership in user.memberships.filter(organisation=council):
        check_read(membership)


def _checked(roles) -> list[Role]:
    chosen = [role for role in COUNCIL_ROLES if role in set(roles)]
    if not chosen or set(roles) - set(chosen):
        raise Refused("Choose at least one role of the list", "roles")
    return chosen


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why, for the record", "reason")


def _free(council: Organisation, code: str, other_than: int | None = None) -> None:
    same = council.directorates.filter(code__iexact=code)
    if (same if other_than is None else same.exclude(pk=other_than)).exists():
        raise Refused("Another directorate has this code", "code")


def _keep_an_administrator(user: User, council: Organisation, *, losing: bool) -> None:
    others = council.memberships.filter(role=Role.ADMINISTRATOR, ended_at=None, user__is_active=True).exclude(user=user)
    if losing and not others.exists():
        raise Refused("The last administrator must stay one. Make somebody else an administrator first.", "roles")


def _end(membership: Membership) -> None:
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])


def _labels(roles) -> str:
    return ", ".join(Role(role).label.lower() for role in roles)
