"""The rows that are owed for one KPI: which periods, due when, with which target. Pure.

What was reported, and what is over, never moves; everything else is planned anew from the terms and the contract's dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from contracts.performance.enums import Kind
from contracts.schedule.calculations.periods import DAY, Grid, Period, milestone, periods
from contracts.schedule.calculations.spreading import cut_target, spread
from contracts.schedule.calculations.steps import NOTHING, CannotShare, Carried

ONE = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a KPI promises: ``target`` and ``minimum`` in its unit ``per`` month … term (empty: one reporting period).

    ``kind`` is a Kind, ``lower`` says which way is better. Nothing is owed before ``reported_from``.
    """

    kind: str
    frequency: str
    days_to_report: int
    lower: bool = False
    per: str = ""
    target: Decimal | None = None
    minimum: Decimal | None = None
    reported_from: date | None = None
    milestone_on: date | None = None


@dataclass(frozen=True)
class Row:
    """One return that is owed, with the target and minimum (the limit, where lower is better) of its period."""

    starts_on: date
    ends_on: date
    due_on: date
    target: Decimal | None
    minimum: Decimal | None


def plan(promise: Promise, starts_on: date, ends_on: date, fixed: Sequence[Row] = ()) -> list[Row]:
    """The rows beside the ``fixed`` ones that a contract from ``starts_on`` to ``ends_on`` still needs, in order.

    Raises CannotShare (``field`` target or minimum) where a promise over the term cannot add up any more.
    """
    free = _periods(promise, starts_on, ends_on, fixed)
    if promise.kind in (Kind.YES_NO, Kind.MILESTONE):
        return [Row(p.starts_on, p.ends_on, p.due_on, ONE, None) for p in free]
    columns = []
    for field in ("target", "minimum"):
        amount = getattr(promise, field)
        if promise.kind == Kind.SUM:
            columns.append(_spread(promise, field, amount, free, Grid(promise.frequency, starts_on), fixed))
        else:
            columns.append([amount] * len(free))
    return [Row(p.starts_on, p.ends_on, p.due_on, target, least) for p, target, least in zip(free, *columns, strict=True)]


def _periods(promise: Promise, starts_on: date, ends_on: date, fixed: Sequence[Row]) -> list[Period]:
    if promise.kind != Kind.MILESTONE:
        taken = [(row.starts_on, row.ends_on) for row in fixed]
        days = promise.days_to_report
        return periods(promise.frequency, starts_on, ends_on, days, fixed=taken, reported_from=promise.reported_from)
    if fixed or promise.milestone_on is None:
        return []
    first = max(starts_on, promise.reported_from or starts_on)
    return [milestone(first, promise.milestone_on, promise.days_to_report)]


def _spread(
    promise: Promise, field: str, amount: Decimal | None, free: list[Period], grid: Grid, fixed: Sequence[Row]
) -> list[Decimal | None]:
    carried = [
        Carried(grid.position(row.starts_on), grid.position(row.ends_on + DAY), getattr(row, field) or NOTHING) for row in fixed
    ]
    try:
        return spread(amount, promise.per or promise.frequency, free, grid, lower=promise.lower, fixed=carried)
    except CannotShare as problem:
        problem.field = field
        raise


def cut(row: Row, last: date, promise: Promise) -> Row:
    """The row when its contract ends on ``last``, a day of its period: it ends then, is due as many days later as it was
    to be, and where its figures add up it owes the part that its days are."""
    days = row.due_on - row.ends_on
    shorter = replace(row, ends_on=last, due_on=last + days)
    if promise.kind != Kind.SUM:
        return shorter
    target, minimum = (
        cut_target(amount, row.starts_on, row.ends_on, last, lower=promise.lower) for amount in (row.target, row.minimum)
    )
    return replace(shorter, target=target, minimum=minimum)
