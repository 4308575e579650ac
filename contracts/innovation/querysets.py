"""Who sees a sum set aside and its projects: whoever sees the contract, its supplier with them."""

from typing import Self

from contracts.register.querysets import OfContractQuerySet, contracts_rule, seen_once
from socialvalue.second_word.querysets import SecondWordQuerySet


class PotQuerySet(OfContractQuerySet):
    pass


class ProjectQuerySet(SecondWordQuerySet):
    def visible_to(self, user) -> Self:
        return seen_once(self, contracts_rule(user, "pot__contract__"), user)


class SpentQuerySet(OfContractQuerySet):
    contract_path = "project__pot__contract"
