from datetime import datetime, timedelta
from typing import Self

from django.db.models import Q

from socialvalue.accounts.enums import Permission
from socialvalue.second_word.querysets import SecondWordQuerySet

# Asked for and not confirmed, it runs out: nobody confirms what they would have to ask about
LASTS = timedelta(days=14)
# Who somebody is was looked at on a day: confirmed much later it would be somebody's word about the past
RESET_LASTS = timedelta(days=3)


class AskedQuerySet(SecondWordQuerySet):
    """Of a council’s own people."""

    def visible_to(self, user) -> Self:
        """What was asked in the councils where this person administers or confirms."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(council__in=user.organisations_where(Permission.CONFIRM_ROLES))


class RoleGrantQuerySet(AskedQuerySet):
    def run_out(self, now: datetime) -> Self:
        """Nobody has answered in time, and nobody has been told so yet."""
        return self.undecided().filter(asked_at__lte=now - LASTS).select_related("user", "council", "asked_by")


class StepResetQuerySet(AskedQuerySet):
    def visible_to(self, user) -> Self:
        """The same and what they asked for themselves, for a supplier’s person perhaps; never their own."""
        if not user.is_authenticated:
            return self.none()
        councils = user.organisations_where(Permission.CONFIRM_ROLES)
        return self.filter(Q(council__in=councils) | Q(asked_by=user)).exclude(user=user)
