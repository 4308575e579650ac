"""Who sees the minute of a kick-off: whoever sees its contract."""

from contracts.register.querysets import OfContractQuerySet


class KickOffQuerySet(OfContractQuerySet):
    """Of the contracts that one sees."""
