"""An allowance ("no more than three a year") is used up over its year. Pure.

Its rows carry what has accrued by then, rounded up (``spreading``): so a half-year's paper has a fair part of it. A single
period says little: what was used of the year by its end is set against the whole year's allowance (``block_of``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol, TypeVar

from contracts.schedule.calculations.periods import Grid
from socialvalue.law.periods import MONTHS_OF

YEAR = MONTHS_OF["year"]


class Dated(Protocol):
    """Anything with a first and a last day."""

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True)
class Blocks:
    """The stretches over each of which an allowance ``per`` month … term is used up, from the contract's first day.

    A year at most (one over the term is used year by year), and never less than the period in which it is reported.
    """

    grid: Grid
    per: str

    @property
    def months(self) -> int:
        return max(self.grid.step, min(MONTHS_OF.get(self.per, YEAR), YEAR))

    def of(self, row: Dated) -> int:
        """The number of the block in which a row lies; the first is 0."""
        return self.at(self.grid.position(row.starts_on), self.grid.position(row.ends_on + timedelta(days=1)))

    def at(self, from_month: Fraction, to_month: Fraction) -> int:
        """Told by the middle: a row that took in some days of a neighbouring block belongs where most of it lies."""
        return int((from_month + to_month) / 2 // self.months)


def block_of(rows: Sequence[D], row: D, frequency: str, per: str, starts_on: date) -> list[D]:
    """The rows of the allowance that ``row`` belongs to, itself included, in order of time.

    ``rows`` are those of the KPI in any order, ``starts_on`` is the contract's first day, ``per`` as the KPI has it (empty:
    the allowance is for one reporting period).
    """
    blocks = Blocks(Grid(frequency, starts_on), per or frequency)
    block = blocks.of(row)
    return sorted((r for r in rows if blocks.of(r) == block), key=lambda r: r.starts_on)
