"""Who reads what was drawn: the council's people who see its contracts, and no supplier."""

from typing import Self

from django.db import models

from socialvalue.accounts.enums import Permission


class DrawQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(day__council__in=user.organisations_where(Permission.VIEW_CONTRACTS))
