"""Who sees who works beneath a contract's supplier: whoever sees the contract, what is still being entered its supplier alone."""

from typing import Self

from django.db.models import Q

from contracts.register.querysets import OfContractQuerySet, contracts_rule, delivers, seen_once
from socialvalue.second_word.querysets import SecondWordQuerySet


class PeriodQuerySet(SecondWordQuerySet):
    def visible_to(self, user) -> Self:
        """What was sent; before that who enters it: people of a supplier of the contract, or who heads the service."""
        rule = contracts_rule(user, "contract__")
        if user.is_authenticated:
            rule &= Q(sent_at__isnull=False) | delivers(user, "contract__") | Q(contract__service_head=user.pk)
        return seen_once(self, rule, user)

    def waiting(self) -> Self:
        return super().waiting().filter(sent_at__isnull=False)


class LinkQuerySet(OfContractQuerySet):
    contract_path = "period__contract"
