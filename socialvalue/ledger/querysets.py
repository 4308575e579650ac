from typing import Self

from django.db import models

from socialvalue.accounts.enums import Permission


class WitnessQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Those of the councils that ``user`` administers."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(council__in=user.organisations_where(Permission.ADMINISTER))

    def standing(self) -> Self:
        """Those that are sent heads today."""
        return self.filter(ended_at=None)
