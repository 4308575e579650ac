"""An allowance ("no more than three a year") is used up over its year. Pure.

All of it stands on the first row of its block, a year of the contract at most: one complaint in the first month is one of
three, and not one where none was allowed. A later row carries nothing of its own, so it is judged together with the rows
of its block before it (``allowance_rows``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Protocol, TypeVar

from contracts.schedule.calculations.periods import Grid, Period
from contracts.schedule.calculations.steps import NOTHING, Carried, Ladder, rest_of, shared, step_of
from socialvalue.law.periods import MONTHS_OF

TERM = "term"
YEAR = MONTHS_OF["year"]
START = Fraction(0)


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


def allowance_rows(rows: Sequence[D], row: D, frequency: str, per: str, starts_on: date) -> list[D]:
    """The rows of the same block up to ``row``, itself included: what was used of an allowance is counted over these.

    ``rows`` are those of the KPI in any order, ``starts_on`` is the contract's first day, ``per`` as the KPI has it (empty:
    the allowance is for one reporting period).
    """
    blocks = Blocks(Grid(frequency, starts_on), per or frequency)
    block = blocks.of(row)
    return sorted((r for r in rows if r.starts_on <= row.starts_on and blocks.of(r) == block), key=lambda r: r.starts_on)


def allowances(amount: Decimal, rows: Sequence[Period], blocks: Blocks, fixed: Sequence[Carried]) -> list[Decimal]:
    """What each of the free ``rows`` carries: on the first of a block its allowance, less what its fixed rows carry; then 0.

    Over the term the parts, with what the fixed rows carry, are ``amount``: blocks that carry more than their part already
    get nothing, the others share what is left. Raises CannotShare as ``rest_of`` does.
    """
    over_term = blocks.per == TERM
    rest = rest_of(amount, fixed, rows) if over_term else NOTHING
    free = [blocks.at(row.from_month, row.to_month) for row in rows]
    carried: dict[int, Decimal] = {}
    for old in fixed:
        block = blocks.at(old.from_month, old.to_month)
        carried[block] = carried.get(block, NOTHING) + old.amount
    fair = _fair(amount, blocks, sorted({*free, *carried}), [*rows, *fixed])
    left = {block: max(fair[block] - carried.get(block, NOTHING), NOTHING) for block in dict.fromkeys(free)}
    if over_term and left:
        weights = [Fraction(part) for part in left.values()]
        parts = shared(rest, weights if any(weights) else [Fraction(1)] * len(weights), step_of(amount, rest), up=True)
        left = dict(zip(left, parts, strict=True))
    return [left.pop(block, NOTHING) for block in free]


def _fair(amount: Decimal, blocks: Blocks, known: list[int], rows: Sequence[Period | Carried]) -> dict[int, Decimal]:
    """What each block has by itself. One in which no row begins is counted with the block before it."""
    if not rows:
        return {}
    begins = min(row.from_month for row in rows) if blocks.per == TERM else START
    end = max(row.to_month for row in rows)
    ladder = Ladder(amount, end - begins if blocks.per == TERM else Fraction(MONTHS_OF[blocks.per]), up=True)
    edges = [max(Fraction(block * blocks.months) - begins, START) for block in known] + [end - begins]
    return {block: ladder.between(first, last) for block, (first, last) in zip(known, pairwise(edges), strict=True)}
