"""Something that a contract's warnings speak of has changed: the clock looks at it at its next run."""

from contracts.register.models import Contract
from contracts.register.models.contract import AT_ONCE


def look_again(contract: Contract) -> None:
    """Inside the caller's transaction; no version rises, since nothing of the entry changes."""
    Contract.objects.filter(pk=contract.pk).update(look_on=AT_ONCE)
