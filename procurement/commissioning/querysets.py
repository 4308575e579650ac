from typing import Self

from django.db import models

from socialvalue.accounts.enums import Permission


class CommissionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Commissions of the councils in which the user may see commissions. Nobody else sees any."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(council__in=user.organisations_where(Permission.VIEW_COMMISSIONS))

    def public(self) -> Self:
        """What the public forward plan shows: commissions their lead has put there, before they are let."""
        return self.filter(in_forward_plan=True)


class OfCommissionQuerySet(models.QuerySet):
    """Records that are seen by whoever sees their commission."""

    def visible_to(self, user) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(commission__council__in=user.organisations_where(Permission.VIEW_COMMISSIONS))
