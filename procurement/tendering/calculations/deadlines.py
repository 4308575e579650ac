"""When the bids for a tender are due."""

from datetime import datetime
from typing import Protocol

from socialvalue.common.errors import WrongState


class Dated(Protocol):
    """What has a deadline, or will have one before it is published."""

    @property
    def deadline(self) -> datetime | None: ...


def deadline_of(tender: Dated) -> datetime:
    """The moment at which bids are due. Raises WrongState for a draft without one; nothing is published without one."""
    if tender.deadline is None:
        raise WrongState("This tender has no deadline yet")
    return tender.deadline
