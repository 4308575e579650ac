"""Who sees a sum set aside and its projects: whoever sees the contract, its supplier with them."""

from contracts.register.querysets import OfContractQuerySet
from socialvalue.second_word.querysets import SecondWordQuerySet


class PotQuerySet(OfContractQuerySet):
    pass


class ProjectQuerySet(OfContractQuerySet, SecondWordQuerySet):
    contract_path = "pot__contract"


class SpentQuerySet(OfContractQuerySet):
    contract_path = "project__pot__contract"
