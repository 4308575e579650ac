from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

# What nobody confirmed by then is forgotten: a register is personal data of whoever is named in it
KEPT_FOR = timedelta(days=7)
# Lines that were left when the others came in are worked on for longer
LEFT_FOR = timedelta(days=90)


class RegisterFileQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """One's own, and nobody else's."""
        return self.filter(by=user) if user.is_authenticated else self.none()

    def open(self) -> Self:
        """Neither brought in nor abandoned nor refused."""
        return self.filter(brought_at=None, abandoned_at=None, refused="")

    def forgotten(self, now: datetime) -> Self:
        never = Q(good_at=None, made_at__lte=now - KEPT_FOR)
        return self.open().filter(never | Q(good_at__lte=now - LEFT_FOR))
