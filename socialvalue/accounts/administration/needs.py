"""Roles that wait for this person’s word."""

from datetime import datetime

from django.urls import reverse

from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.administration.permissions import can_confirm
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    """A line for each; with the day on which it runs out."""
    if not user.can(Permission.CONFIRM_ROLES):
        return []
    rows = RoleGrant.objects.visible_to(user).open().select_related("user", "council")
    return [
        Need(
            f"Confirm or refuse: {grant.user} as {grant.role_names}",
            reverse("role-grant", args=[grant.pk]),
            due=grant.runs_out_at.astimezone(clock.LONDON).date(),
        )
        for grant in rows
        if can_confirm(user, grant)
    ]
