"""Filters on what waits, and on the numbers that hold."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from socialvalue.accounts.models import Membership, Organisation


class RegisterNumberQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class JoinRequestQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Not decided, of somebody who has shown that the email address is theirs."""
        return self.filter(decided_at=None, user__address_unconfirmed=False, user__is_active=True)


def suppliers_here() -> QuerySet[Organisation]:
    """Suppliers that go on, without those of which nobody has yet shown that their email address is theirs."""
    people = Membership.objects.filter(organisation=OuterRef("pk"))
    only_typed = Exists(people) & ~Exists(people.filter(user__address_unconfirmed=False))
    return Organisation.objects.suppliers().exclude(only_typed, confirmed_at=None)
