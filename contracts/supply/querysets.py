"""Who sees who works beneath a contract's supplier: whoever sees the contract, what is still being entered its supplier alone."""

from typing import Self

from django.db.models import Q

from contracts.register.querysets import OfContractQuerySet, delivers, seen_once
from socialvalue.second_word.querysets import SecondWordQuerySet


class PeriodQuerySet(OfContractQuerySet, SecondWordQuerySet):
    def visible_to(self, user) -> Self:
        """What was sent; before that who enters it."""
        found = super().visible_to(user)
        if not user.is_authenticated:
            return found
        return seen_once(found, Q(sent_at__isnull=False) | delivers(user, "contract__"), user)

    def waiting(self) -> Self:
        return super().waiting().filter(sent_at__isnull=False)


class LinkQuerySet(OfContractQuerySet):
    contract_path = "period__contract"
