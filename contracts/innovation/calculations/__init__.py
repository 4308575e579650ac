"""What of a sum set aside is promised, spent and left, by quarters of the financial year. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from socialvalue.law.periods import Quarter, quarter_after, quarter_words

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Held:
    """What a project takes of the pot: what was approved, or once it is finished what was really spent."""

    approved: Decimal
    spent: Decimal
    finished: bool = False

    @property
    def takes(self) -> Decimal:
        return self.spent if self.finished else self.approved


@dataclass(frozen=True)
class Line:
    """A quarter: spent in it, and what remains of the pot at its end."""

    quarter: Quarter
    spent: Decimal
    remaining: Decimal

    @property
    def words(self) -> str:
        return quarter_words(self.quarter)


def promised(projects: Iterable[Held]) -> Decimal:
    """What the projects take together."""
    return sum((one.takes for one in projects), NOTHING)


def free(pot: Decimal, projects: Iterable[Held]) -> Decimal:
    """What of the pot no project takes."""
    return pot - promised(projects)


def by_quarter(pot: Decimal, spent: Iterable[tuple[Quarter, Decimal]], until: Quarter) -> list[Line]:
    """A line for each quarter from the first in which anything was spent to ``until``, or to the last if that is later.

    A quarter in which nothing was spent has its line: nothing is known to have been spent in it.
    """
    sums: dict[Quarter, Decimal] = {}
    for quarter, amount in spent:
        sums[quarter] = sums.get(quarter, NOTHING) + amount
    if not sums:
        return []
    found, left, quarter, last = [], pot, min(sums), max(until, max(sums))
    while quarter <= last:
        amount = sums.get(quarter, NOTHING)
        left -= amount
        found.append(Line(quarter, amount, left))
        quarter = quarter_after(quarter)
    return found
