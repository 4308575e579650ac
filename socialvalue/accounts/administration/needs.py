"""Roles and lost second steps that wait for this person’s word, and roles that end soon."""

from datetime import datetime

from django.urls import reverse

from socialvalue.accounts.administration.models import RoleGrant, StepReset
from socialvalue.accounts.administration.permissions import can_confirm, can_confirm_reset
from socialvalue.accounts.administration.selectors import ending
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.needs import Need
from socialvalue.common.timed import day_of


def needs(user, now: datetime) -> list[Need]:
    """A line for each; with the day on which it runs out."""
    return [*_to_confirm(user), *_ending(user, now)]


def _ending(user, now: datetime) -> list[Need]:
    """Roles that end within two weeks, for those who could renew them."""
    councils = user.organisations_where(Permission.ADMINISTER)
    if not councils:
        return []
    rows = ending(day_of(now)).filter(organisation__in=councils).exclude(user__in=user.one_hand)
    return [
        Need(
            f"Renew or let end: {row.user} as {row.get_role_display().lower()}",
            reverse("administration-role-renew", args=[row.user_id, row.pk]),
            due=row.until,
        )
        for row in rows
    ]


def _to_confirm(user) -> list[Need]:
    if not user.can(Permission.CONFIRM_ROLES):
        return []
    rows = RoleGrant.objects.visible_to(user).waiting().select_related("user", "council")
    resets = StepReset.objects.visible_to(user).waiting().select_related("user", "council")
    lost = [
        Need(
            f"Confirm or refuse: a new second step for {reset.user}",
            reverse("step-reset", args=[reset.pk]),
            due=reset.runs_out_at.astimezone(clock.LONDON).date(),
        )
        for reset in resets
        if can_confirm_reset(user, reset)
    ]
    return lost + [
        Need(
            f"Confirm or refuse: {grant.user} as {grant.role_names}",
            reverse("role-grant", args=[grant.pk]),
            due=grant.runs_out_at.astimezone(clock.LONDON).date(),
        )
        for grant in rows
        if can_confirm(user, grant)
    ]
