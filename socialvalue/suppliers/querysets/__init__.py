"""Filters on what waits, and on the numbers that hold."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from socialvalue.accounts.models import Membership, Organisation
from socialvalue.accounts.querysets import OrganisationQuerySet
from socialvalue.second_word.querysets import SecondWordQuerySet
from socialvalue.suppliers.enums import Together


class RegisterNumberQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class JoinRequestQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Not decided, of somebody who has shown that the email address is theirs."""
        return self.filter(decided_at=None, user__address_unconfirmed=False, user__is_active=True)


class JoiningQuerySet(SecondWordQuerySet):
    def waiting(self) -> Self:
        """With all that is said of them."""
        return super().waiting().select_related("kept", "joined", "council", "asked_by")

    def of(self, organisation) -> Self:
        """About this supplier, whichever of the two it is; the latest first."""
        found = self.filter(Q(kept=organisation) | Q(joined=organisation)).order_by("-asked_at", "-pk")
        return found.select_related("kept", "joined", "asked_by", "decided_by")

    def in_force(self) -> Self:
        """Those by which two suppliers are joined now; of two that were separated in between the latest comes first."""
        found = self.filter(doing=Together.JOIN, accepted=True, joined__part_of=F("kept"))
        return found.select_related("kept", "joined", "asked_by", "decided_by").order_by("-decided_at", "-pk")


def suppliers_here() -> OrganisationQuerySet:
    """Suppliers that go on: not what was joined to another, nor where nobody has yet shown that their email address is theirs."""
    people = Membership.objects.filter(organisation=OuterRef("pk"))
    only_typed = Exists(people) & ~Exists(people.filter(user__address_unconfirmed=False))
    return Organisation.objects.suppliers().filter(part_of=None).exclude(only_typed, confirmed_at=None)


def suppliers_joined() -> QuerySet[Organisation]:
    """Suppliers that turned out to be another one, while the two are joined."""
    return Organisation.objects.suppliers().exclude(part_of=None)
