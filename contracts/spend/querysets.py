"""Who sees what was spent: whoever sees the contract."""

from contracts.register.querysets import OfContractQuerySet


class YearSpentQuerySet(OfContractQuerySet):
    pass
