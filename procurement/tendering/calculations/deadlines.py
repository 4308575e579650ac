"""When the bids for a tender are due, and from when they can be opened."""

from datetime import date, datetime
from typing import Protocol

from socialvalue.common.errors import WrongState
from socialvalue.law.rules import rules_on


class Dated(Protocol):
    """What has a deadline, or will have one before it is published."""

    @property
    def deadline(self) -> datetime | None: ...


class Governed(Dated, Protocol):
    """It also says which rules hold for it: those of the day on which its procurement started."""

    @property
    def started_on(self) -> date: ...


def deadline_of(tender: Dated) -> datetime:
    """The moment at which bids are due. Raises WrongState for a draft without one; nothing is published without one."""
    if tender.deadline is None:
        raise WrongState("This tender has no deadline yet")
    return tender.deadline


def opens_at(tender: Governed) -> datetime:
    """The first moment at which the bids can be opened. Raises as ``deadline_of``."""
    return rules_on(tender.started_on).opens_at(deadline_of(tender))
