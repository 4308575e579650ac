from datetime import datetime, timedelta
from typing import Self

from django.db import models

from socialvalue.accounts.enums import Permission
from socialvalue.common import clock

# Asked for and not confirmed, it runs out: nobody confirms what they would have to ask about
LASTS = timedelta(days=14)
# Who somebody is was looked at on a day: confirmed much later it would be somebody's word about the past
RESET_LASTS = timedelta(days=3)


class AskedQuerySet(models.QuerySet):
    """What one person asks for and a second confirms, within ``lasts``."""

    lasts = LASTS

    def undecided(self) -> Self:
        """Neither decided nor taken back, run out or not: at most one a person and council."""
        return self.filter(decided_at=None, withdrawn_at=None)

    def open(self) -> Self:
        """Those that can still be confirmed."""
        return self.undecided().filter(asked_at__gt=clock.now() - self.lasts)

    def visible_to(self, user) -> Self:
        """What was asked in the councils where this person administers or confirms."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(council__in=user.organisations_where(Permission.CONFIRM_ROLES))


class RoleGrantQuerySet(AskedQuerySet):
    def run_out(self, now: datetime) -> Self:
        """Nobody has answered in time, and nobody has been told so yet."""
        return self.undecided().filter(asked_at__lte=now - self.lasts).select_related("user", "council", "asked_by")


class StepResetQuerySet(AskedQuerySet):
    lasts = RESET_LASTS

    def visible_to(self, user) -> Self:
        """The same, and never their own."""
        found = super().visible_to(user)
        return found.exclude(user=user) if user.is_authenticated else found
