"""Lists for administrators; always of one council."""

from collections.abc import Iterable
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from socialvalue.accounts.administration.models import RoleGrant, StepReset
from socialvalue.accounts.enums import ROLE_PERMISSIONS, OrganisationKind, Permission, Role
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.accounts.permissions import ACCESS_ACTS, ACCESS_UNDONE, ROLE_RENEWED, ROLES_CONFIRMED, can_undo_access
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.undoing import Undo, undo_until
from socialvalue.jobs.models import Job
from socialvalue.jobs.workflow import JobStatus
from socialvalue.sessions.selectors import STEPS

# How long before the last day of a role its holder and those who gave it are told
TOLD_BEFORE = timedelta(days=14)
MOST_NAMESAKES = 20


def people_of(council: Organisation, words: str = "") -> QuerySet[User]:
    """Everybody who has or had a role in the council; each with ``current``, the roles that have not ended."""
    here = Membership.objects.filter(user=OuterRef("pk"), organisation=council)
    current = Membership.objects.filter(organisation=council, ended_at=None).select_related("directorate").order_by("pk")
    people = (
        User.objects.filter(Exists(here))
        .annotate(has_access=Exists(here.filter(ended_at=None)))
        .prefetch_related(Prefetch("memberships", queryset=current, to_attr="current"))
        .order_by("-has_access", "name", "email")
    )
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(job_title__icontains=word))
    return people


def own_called(user: User, text: str) -> list[User]:
    """Of the people of the councils ``user`` administers, now or before, those with ``text`` in name or email address.

    One alone where it is the whole address.
    """
    theirs = Membership.objects.filter(organisation__in=user.organisations_where(Permission.ADMINISTER)).values("user")
    rows = User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text), pk__in=theirs).order_by("name", "email")
    found = list(rows)
    return [person for person in found if person.email.casefold() == text.casefold()] or found


def others_called(text: str) -> list[User]:
    """Whoever has exactly this name or address: a supplier's people act in the record too."""
    return list(User.objects.filter(Q(name__iexact=text) | Q(email__iexact=text)).order_by("pk")[:MOST_NAMESAKES])


def council_administered(user: User) -> Organisation | None:
    """The council whose people this person administers: of several the one they work for now, where they administer it."""
    found = [council for council in user.councils if user.can(Permission.ADMINISTER, council)]
    return user.council if user.council in found else next(iter(found), None)


def without_second_step(people: QuerySet) -> QuerySet:
    """Of ``people_of``, those with access who sign in with a password alone. Who has never set one is left out."""
    second = Authenticator.objects.filter(type__in=STEPS).values("user")
    rows = people.filter(has_access=True, is_active=True).exclude(pk__in=second)
    return rows.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def invited_in_vain(people: QuerySet) -> QuerySet:
    """Of ``people_of``, those with access who have never set a password, and whose link to do so ran out."""
    old = clock.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    rows = people.filter(has_access=True, is_active=True, last_login=None, date_joined__lt=old)
    return rows.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)


# What the list of people can be narrowed to, by the word in its address
ONLY = {
    "one-step": ("People who sign in without a second step", without_second_step),
    "ran-out": ("People whose invitation ran out", invited_in_vain),
}


def people_listed(council: Organisation, search: str = "", only: str = "") -> QuerySet:
    """``people_of``, narrowed to one of ``ONLY``."""
    found = people_of(council, search)
    return ONLY[only][1](found) if only else found


def partners() -> QuerySet[Membership]:
    """People who post opportunities for partners. Partners belong to no council, so every administrator sees them."""
    current = Membership.objects.filter(role=Role.PARTNER, ended_at=None, organisation__kind=OrganisationKind.PARTNER)
    return current.select_related("user", "organisation").order_by("organisation__name", "user__name", "pk")


def other_administrators(user: User, council: Organisation) -> QuerySet[Membership]:
    """Of everybody else who can sign in."""
    others = council.memberships.filter(role=Role.ADMINISTRATOR, ended_at=None, user__is_active=True)
    return others.exclude(user=user)


def roles_held(person: User, council: Organisation) -> QuerySet[Membership]:
    """What they hold now, with who gave and confirmed it."""
    held = person.memberships.filter(organisation=council, ended_at=None)
    return held.select_related("directorate", "granted_by", "confirmed_by").order_by("started_at", "pk")


def ending(today: date) -> QuerySet[Membership]:
    """Roles whose last day is at most two weeks away; the soonest first."""
    rows = Membership.objects.filter(ended_at=None, until__gte=today, until__lte=today + TOLD_BEFORE, user__is_active=True)
    return rows.select_related("user", "organisation", "granted_by", "confirmed_by").order_by("until", "pk")


def over(today: date) -> QuerySet[Membership]:
    """Roles whose last day is over and that have not been ended."""
    return Membership.objects.filter(ended_at=None, until__lt=today).order_by("until", "pk")


def who_gave(membership: Membership) -> list[User]:
    """Who gave the role and who confirmed it, as far as they are still in the council; the administrators where neither is."""
    council = membership.organisation
    gave = [person for person in (membership.granted_by, membership.confirmed_by) if person is not None]
    still = [one for one in gave if any(m.organisation_id == council.pk for m in one.current_memberships)]
    return still or [one for one in people_who(Permission.ADMINISTER, council) if one.pk != membership.user_id]


def whose_access(council: Organisation) -> QuerySet[User]:
    """Everybody whose access this council's administrators give and end: its own people and those of partners."""
    here = Q(organisation=council) | Q(organisation__kind=OrganisationKind.PARTNER)
    return User.objects.filter(Exists(Membership.objects.filter(here, user=OuterRef("pk"))))


def partner_events(council: Organisation) -> QuerySet:
    """Who was let in for a partner, and whose access ended, by this council's administrators; newest first."""
    return timeline(council).filter(verb__in=ACCESS_ACTS[-2:])


def last_act(person: User, council: Organisation) -> AuditEvent | None:
    """What this council's people last did with the person's access, an undoing and a second person's word among it."""
    return timeline(person).filter(council=council, verb__in=(*ACCESS_ACTS, ACCESS_UNDONE, ROLES_CONFIRMED, ROLE_RENEWED)).first()


def changed_by(act: AuditEvent, person: User, council: Organisation) -> tuple[list[Membership], list[Membership]]:
    """The memberships that this act began and that still last, and those that it ended."""
    here = Q(organisation=council) | Q(organisation__kind=OrganisationKind.PARTNER)
    theirs = person.memberships.filter(here).select_related("organisation").order_by("pk")
    return list(theirs.filter(started_at=act.at, ended_at=None)), list(theirs.filter(ended_at=act.at))


def asked_by(act: AuditEvent, person: User, council: Organisation) -> QuerySet[RoleGrant]:
    """The roles that this act asked for and that nobody has decided on."""
    return RoleGrant.objects.undecided().filter(user=person, council=council, asked_at=act.at, asked_by=act.actor)


def grants_waiting(council: Organisation) -> QuerySet[RoleGrant]:
    """Roles that a second person has to confirm, the oldest first."""
    return RoleGrant.objects.waiting().filter(council=council).select_related("user", "asked_by")


def resets_waiting(council: Organisation) -> QuerySet[StepReset]:
    """Second steps that a second person has to confirm the loss of, the oldest first."""
    return StepReset.objects.waiting().filter(council=council).select_related("user", "asked_by")


def with_second_step(people: QuerySet) -> QuerySet:
    """``people``, each with ``has_step``: whether there is anything that could be lost."""
    return people.annotate(has_step=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))


def who_could_confirm(grant: RoleGrant | StepReset) -> list[User]:
    """Everybody but the two who may not, whether or not they stand in for one of them; nor who is with a supplier of theirs."""
    found = [p for p in people_who(Permission.CONFIRM_ROLES, grant.council) if p.pk not in (grant.asked_by_id, grant.user_id)]
    theirs = {one.pk for one in suppliers_of(grant)} if isinstance(grant, StepReset) else set()
    return [p for p in found if theirs.isdisjoint(p.ties)] if theirs else found


def suppliers_of(reset: StepReset) -> list[Organisation]:
    """The supplier for whose person it was asked, and every other one for which they act; none for a council's own people."""
    found = {one.organisation_id: one.organisation for one in reset.user.current_memberships}
    if reset.supplier is not None:
        found[reset.supplier.pk] = reset.supplier
    return sorted((one for one in found.values() if one.kind == OrganisationKind.SUPPLIER), key=lambda one: one.pk)


def opened_by(roles: Iterable[str]) -> list[str]:
    """What these roles may do, in words, each once, in the order of the permissions."""
    held = frozenset[str]().union(*(ROLE_PERMISSIONS[role] for role in roles))
    return [permission.label for permission in Permission if permission in held]


def undo_of(user: User, person: User, council: Organisation) -> Undo | None:
    """The button that takes back what this administrator just did with the person's access."""
    act = last_act(person, council)
    if act is None or not can_undo_access(user, council, act):
        return None
    if not any(changed_by(act, person, council)) and not asked_by(act, person, council).exists():
        return None
    return Undo(reverse("administration-access-undo", args=[person.pk]), undo_until(act.at), f"the change of access of {person}")


def undo_of_last_partner(user: User, council: Organisation) -> Undo | None:
    """The same of the person of a partner whose access was changed last."""
    act = partner_events(council).first()
    if act is None or not can_undo_access(user, council, act):
        return None
    person = User.objects.get(pk=act.subjects.get(object_type=User._meta.label_lower).object_id)
    return undo_of(user, person, council)


def permission_table() -> dict:
    """Roles across, permissions down, from the table the code asks."""
    roles = list(Role)
    return {
        "roles": [role.label for role in roles],
        "rows": [
            {"permission": permission.label, "cells": [permission in ROLE_PERMISSIONS[role] for role in roles]}
            for permission in Permission
        ],
    }


def jobs_of(user: User, status: str = "") -> QuerySet[Job]:
    """Jobs the administrator may see, failed ones first."""
    jobs = Job.objects.visible_to(user).select_related("requested_by")
    if status in JobStatus.values:
        jobs = jobs.filter(status=status)
    return jobs.alias(failed=Q(status=JobStatus.FAILED)).order_by("-failed", "-requested_at", "-pk")


def access_of(user: User, council: Organisation) -> list[Membership | RoleGrant]:
    """What this person's access in the council consists of: roles held now or once, and those that wait for a second person."""
    held = user.memberships.filter(organisation=council).order_by("pk")
    return [*held, *RoleGrant.objects.undecided().filter(user=user, council=council).order_by("pk")]
