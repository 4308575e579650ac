"""Who sees a file of running contracts: who brought it, and the second person who is asked to stand for what was verified."""

from datetime import datetime, timedelta
from typing import Self

from django.db.models import Q

from socialvalue.second_word.querysets import SecondWordQuerySet

# What nobody went on with by then is forgotten
KEPT_FOR = timedelta(days=14)


class BroughtFileQuerySet(SecondWordQuerySet):
    def visible_to(self, user) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(asked_by=user) | Q(second=user, confirmed_at__isnull=False))

    def open(self) -> Self:
        """Neither imported nor abandoned, refused or forgotten."""
        return self.filter(brought_at=None, withdrawn_at=None, refused="").exclude(accepted=False)

    def asking(self, user) -> Self:
        """Those that wait for this person's word."""
        return self.open().waiting().filter(second=user, confirmed_at__isnull=False)

    def forgotten(self, now: datetime) -> Self:
        return self.open().filter(asked_at__lte=now - KEPT_FOR, decided_at=None)
