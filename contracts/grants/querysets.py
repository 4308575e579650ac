"""Who sees what a grant is for and what is paid: whoever sees its contract."""

from contracts.register.querysets import OfContractQuerySet


class OfGrantQuerySet(OfContractQuerySet):
    pass
