"""How a promise that adds up is spread over reporting periods. Pure: ``Fraction`` and ``Decimal``, no database.

Where higher is better a promise grows: what is owed by the end of a period is the whole number that has fallen due by
then, rounded down, and a period owes the difference. Three apprenticeships over four years are 0, 1, 1, 1: never three
quarters of a person, and nobody is rated for what only a later period can bring. Where lower is better it is an allowance, which
accrues in the same steps rounded up: no more than three a year are 1, 0, 0, 0, 1, … by the month.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.schedule.calculations.periods import Grid, Period
from contracts.schedule.calculations.steps import Carried, Ladder, rest_of, shared, step_of, stepped
from socialvalue.law.periods import MONTHS_OF

TERM = "term"


def spread(
    amount: Decimal | None, per: str, rows: Sequence[Period], grid: Grid, *, lower: bool = False, fixed: Sequence[Carried] = ()
) -> list[Decimal | None]:
    """What stands in each of the free ``rows``, when ``amount`` is promised ``per`` month, quarter, half_year, year or term.

    ``grid`` is that of the contract's periods, ``fixed`` what the periods carry that cannot change. A promise over the term
    is what they carry and what the free rows get, together exactly ``amount``. Whole amounts stay whole, others have four
    places. None stays None. Raises CannotShare where they leave less than nothing, or something and no row for it.
    """
    if amount is None:
        return [None] * len(rows)
    # A promise of less than nothing is the mirror of one of more
    if amount < 0:
        mirrored = [replace(old, amount=-old.amount) for old in fixed]
        return [-part for part in _parts(-amount, per, rows, grid, not lower, mirrored)]
    return list(_parts(amount, per, rows, grid, lower, fixed))


def _parts(
    amount: Decimal, per: str, rows: Sequence[Period], grid: Grid, allowed: bool, fixed: Sequence[Carried]
) -> list[Decimal]:
    if per == TERM:
        return _over_the_term(amount, rows, fixed, up=allowed)
    ladder = Ladder(amount, Fraction(MONTHS_OF[per]), up=allowed)
    return [ladder.between(row.from_month, row.to_month) for row in rows]


def _over_the_term(amount: Decimal, rows: Sequence[Period], fixed: Sequence[Carried], *, up: bool) -> list[Decimal]:
    rest = rest_of(amount, fixed, rows)
    unmoved = _as_first_made(amount, rows, fixed, up=up)
    if unmoved is not None:
        return unmoved
    return shared(rest, [row.months for row in rows], step_of(amount, rest), up=up)


def _as_first_made(amount: Decimal, rows: Sequence[Period], fixed: Sequence[Carried], *, up: bool) -> list[Decimal] | None:
    """The split over all rows, where the fixed ones carry what it gives them: then planning again moves nothing."""
    places: list[Period | Carried] = sorted([*rows, *fixed], key=lambda row: row.from_month)
    parts = shared(amount, [row.months for row in places], step_of(amount), up=up) if places else []
    if any(isinstance(row, Carried) and row.amount != part for row, part in zip(places, parts, strict=True)):
        return None
    return [part for row, part in zip(places, parts, strict=True) if isinstance(row, Period)]


def cut_target(target: Decimal | None, starts_on: date, ends_on: date, last: date, *, lower: bool = False) -> Decimal | None:
    """What is left of a period's target when the period is cut to end on ``last``: the part that its days are.

    Rounded down, or up where ``lower`` is better, in whole steps where the target is whole.
    """
    if target is None:
        return None
    part = Fraction((last - starts_on).days + 1, (ends_on - starts_on).days + 1)
    return stepped(Fraction(target) * part, step_of(target), up=lower)
