"""Who sees the list to follow up: the council's people who manage contracts or verify returns."""

from typing import Self

from django.db import models

from socialvalue.accounts.enums import Permission


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        if not user.is_authenticated:
            return self.none()
        councils = {*user.organisations_where(Permission.EDIT_CONTRACTS), *user.organisations_where(Permission.VERIFY_RETURNS)}
        rows = self.filter(council__in=councils)
        return rows.exclude(contract__parties__organisation__in=user.ties) if user.ties else rows

    def open(self) -> Self:
        """It stands, and nobody is done with it."""
        return self.filter(gone_at=None, done_at=None)
