from typing import Self

from django.db import models

from socialvalue.common import clock


class SecondWordQuerySet(models.QuerySet):
    def undecided(self) -> Self:
        """Neither decided nor taken back, run out or not."""
        return self.filter(decided_at=None, withdrawn_at=None)

    def waiting(self) -> Self:
        """Those on which a second person can still decide."""
        found, lasts = self.undecided(), getattr(self.model, "lasts", None)
        return found if lasts is None else found.filter(asked_at__gt=clock.now() - lasts)
