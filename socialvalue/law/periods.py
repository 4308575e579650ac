"""Months and levels: how a promise per period is counted over a contract, in a tender and in the contract alike. Pure."""

from datetime import date, timedelta
from fractions import Fraction

from socialvalue.law.days import add_months

MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def is_level(unit: str) -> bool:
    """Whether a unit is a level, such as a percentage, that is not added up over periods."""
    unit = unit.strip().lower()
    return unit.startswith("%") or "per cent" in unit or "percent" in unit


def months_of_term(starts_on: date, ends_on: date, step: int) -> Fraction:
    """Months of a contract in periods of ``step`` months from its first day; the last, cut by the end, by its days.

    A contract that ends the day before it starts has none.
    """
    count, first = 0, starts_on
    while add_months(starts_on, step * (count + 1)) - timedelta(days=1) <= ends_on:
        count += 1
        first = add_months(starts_on, step * count)
    if first > ends_on:
        return Fraction(step * count)
    whole = (add_months(starts_on, step * (count + 1)) - first).days
    return step * (count + Fraction((ends_on - first).days + 1, whole))


def months_between(first: date, last: date) -> int:
    """Whole months from one last day to a later one, a part of a month counting as one; 0 where it is not later."""
    count = 0
    while add_months(first, count) < last:
        count += 1
    return count
