"""Lists for administrators; always of one council."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from socialvalue.accounts.enums import ROLE_PERMISSIONS, OrganisationKind, Permission, Role
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.jobs.models import Job
from socialvalue.jobs.workflow import JobStatus


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


def council_administered(user: User) -> Organisation | None:
    """The council whose people this person administers."""
    found = (m.organisation for m in user.current_memberships if user.can(Permission.ADMINISTER, m.organisation))
    return next(found, None)


def without_second_step(people: QuerySet) -> QuerySet:
    """Of ``people_of``, those with access who sign in with a password alone. Who has never set one is left out."""
    second = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values("user")
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


def partners() -> QuerySet[Membership]:
    """People who post opportunities for partners. Partners belong to no council, so every administrator sees them."""
    current = Membership.objects.filter(role=Role.PARTNER, ended_at=None, organisation__kind=OrganisationKind.PARTNER)
    return current.select_related("user", "organisation").order_by("organisation__name", "user__name", "pk")


def partner_events(council: Organisation) -> QuerySet:
    """Who was let in for a partner, and whose access ended, by this council's administrators; newest first."""
    return timeline(council).filter(verb__in=("added a partner", "ended a partner's access"))


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
