"""Files whose verified returns somebody is asked to stand for."""

from datetime import datetime

from django.urls import reverse

from contracts.brought.models import BroughtFile
from contracts.brought.permissions import can_stand_for
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    """One line a file: nobody else can answer it."""
    if not user.can(P.VERIFY_RETURNS):
        return []
    rows = BroughtFile.objects.asking(user).select_related("council").defer("data", "found")
    return [
        Need(f"Say whether the past returns in “{kept.name}” were verified", reverse("contracts-running-file", args=[kept.pk]))
        for kept in rows.order_by("confirmed_at", "pk")
        if can_stand_for(user, kept)
    ]
