"""Reporting periods. Pure: dates and ``Fraction``, no database.

Periods follow the contract's own year, not the calendar's: the first begins on the day the contract starts, and
the last is cut where it ends. A contract that starts on the 31st has periods that start on the last day of
shorter months and on the 31st again of longer ones: each is counted from the first day, so no day is lost by drift.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from socialvalue.law.days import add_months
from socialvalue.law.periods import MONTHS_OF

DAY = timedelta(days=1)
# A piece shorter than this part of its whole period is no period of its own where it has a neighbour
STUB = Fraction(1, 4)


@dataclass(frozen=True)
class Period:
    """One reporting period: first day, last day, the day its return is due.

    ``from_month`` and ``to_month`` say where it lies, in months from the contract's first day: a whole quarter is 3 months
    long, a piece of one has the part of them that its days are.
    """

    starts_on: date
    ends_on: date
    due_on: date
    from_month: Fraction
    to_month: Fraction

    @property
    def months(self) -> Fraction:
        return self.to_month - self.from_month


@dataclass(frozen=True)
class Grid:
    """Where the periods of a ``frequency`` (month, quarter, half_year, year) begin, counted from the contract's first day."""

    frequency: str
    starts_on: date

    @property
    def step(self) -> int:
        """Months of one whole period."""
        return MONTHS_OF[self.frequency]

    def first_day(self, index: int) -> date:
        """The first day of the period with this index; the first has 0."""
        return add_months(self.starts_on, self.step * index)

    def index(self, day: date) -> int:
        """Which period the day lies in; negative before the contract's first day."""
        months = (day.year - self.starts_on.year) * 12 + day.month - self.starts_on.month
        guess = months // self.step
        while self.first_day(guess) > day:
            guess -= 1
        while self.first_day(guess + 1) <= day:
            guess += 1
        return guess

    def position(self, day: date) -> Fraction:
        """Months from the contract's first day to the beginning of ``day``."""
        index = self.index(day)
        first, following = self.first_day(index), self.first_day(index + 1)
        return self.step * (index + Fraction((day - first).days, (following - first).days))

    def period(self, first: date, last: date, days_to_report: int) -> Period:
        """The period of these days, wherever the grid has its own."""
        due_on = last + timedelta(days=days_to_report)
        return Period(first, last, due_on, self.position(first), self.position(last + DAY))


def periods(
    frequency: str,
    starts_on: date,
    ends_on: date,
    days_to_report: int,
    *,
    fixed: Iterable[tuple[date, date]] = (),
    reported_from: date | None = None,
) -> list[Period]:
    """The periods of a contract that are free to be planned, in order.

    ``fixed`` are the (first day, last day) of periods that cannot move any more. Every other day of the contract is covered
    exactly once, by whole periods of the grid cut at the fixed ones and at the contract's end. A piece shorter than a
    quarter of its whole period joins the free one before it, else the free one after it, and stands alone only where
    there is neither. Before ``reported_from`` nothing is covered: the first period is then one that begins on that day or
    later. A return is due ``days_to_report`` days after the last day of its period.
    Raises ValueError when the contract ends before it starts.
    """
    if ends_on < starts_on:
        raise ValueError("a contract cannot end before it starts")
    grid = Grid(frequency, starts_on)
    pieces: list[_Piece] = []
    for first, last in _gaps(starts_on, ends_on, fixed):
        if reported_from is not None and first < reported_from:
            first = grid.first_day(grid.index(reported_from - DAY) + 1)
        pieces += _joined(_cut(grid, first, last))
    return [grid.period(piece.first, piece.last, days_to_report) for piece in pieces]


def milestone(starts_on: date, milestone_on: date, days_to_report: int) -> Period:
    """The one period of a milestone: up to the day by which it is to be reached."""
    return Period(starts_on, milestone_on, milestone_on + timedelta(days=days_to_report), Fraction(0), Fraction(0))


@dataclass(frozen=True)
class _Piece:
    first: date
    last: date
    whole: int  # days of the whole period it is cut from

    @property
    def is_stub(self) -> bool:
        return (self.last - self.first).days + 1 < STUB * self.whole


def _gaps(starts_on: date, ends_on: date, fixed: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """First and last day of each run of days that no fixed period covers."""
    free_from = starts_on
    for first, last in sorted(fixed):
        if free_from < first:
            yield free_from, min(first - DAY, ends_on)
        free_from = max(free_from, last + DAY)
        if free_from > ends_on:
            return
    if free_from <= ends_on:
        yield free_from, ends_on


def _cut(grid: Grid, first: date, last: date) -> Iterator[_Piece]:
    """The days from ``first`` to ``last``, cut where the grid's periods begin."""
    while first <= last:
        index = grid.index(first)
        begins, following = grid.first_day(index), grid.first_day(index + 1)
        yield _Piece(first, min(following - DAY, last), (following - begins).days)
        first = following


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    rows: list[_Piece] = []
    for piece in pieces:
        if rows and (piece.is_stub or rows[-1].is_stub):
            rows[-1] = replace(rows[-1], last=piece.last)
        else:
            rows.append(piece)
    return rows
