"""Reporting periods and how a promise is spread over them. Pure: dates, ``Fraction`` and ``Decimal``, no database.

Periods follow the contract's own year, not the calendar's: the first begins on the day the contract starts, and
the last is cut where it ends. A contract that starts on the 31st has periods that start on the last day of
shorter months and on the 31st again of longer ones: each is counted from the first day, so no day is lost by drift.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from socialvalue.law.days import add_months
from socialvalue.law.periods import MONTHS_OF

PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Period:
    """One reporting period: first day, last day, the day its return is due, its length in months (a part when cut)."""

    starts_on: date
    ends_on: date
    due_on: date
    months: Fraction


def periods(frequency: str, starts_on: date, ends_on: date, days_to_report: int) -> list[Period]:
    """Every period of a contract, in order; together they cover each of its days exactly once.

    ``frequency`` is month, quarter, half_year or year. The return of a period is due ``days_to_report`` days after
    its last day. A last period that the end of the contract cuts has the part of its months that its days are.
    Raises ValueError when the contract ends before it starts.
    """
    if ends_on < starts_on:
        raise ValueError("a contract cannot end before it starts")
    step = MONTHS_OF[frequency]
    rows, count = [], 0
    first = starts_on
    while first <= ends_on:
        count += 1
        following = add_months(starts_on, step * count)
        last = min(following - timedelta(days=1), ends_on)
        part = Fraction((last - first).days + 1, (following - first).days)
        rows.append(Period(first, last, last + timedelta(days=days_to_report), part * step))
        first = following
    return rows


def spread(amount: Decimal | None, per: str, rows: list[Period], *, splits: bool = True) -> list[Decimal | None]:
    """What is promised in each period, when ``amount`` is promised ``per`` term, year, half_year, quarter or month.

    The split is cumulative and rounded down: what is owed
    by the end of each period is the whole number that has fallen due by then, and a period owes the difference.
    So three apprenticeships over four years are 0, 1, 1, 1 and never three quarters of a person, the parts add up
    to the whole, and nobody is rated red for what only a later period can bring. An amount with decimals is split
    to four places in the same way. Levels that are not added up (a percentage, ``splits=False``) stand in
    every period as they are. None stays None.
    """
    if amount is None or not splits or not rows:
        return [amount] * len(rows)
    step = PLACES if amount != amount.to_integral_value() else Decimal(1)
    if per == "term":
        divisor = sum((row.months for row in rows), Fraction(0))
    else:
        divisor = Fraction(MONTHS_OF[per])
    parts: list[Decimal | None] = []
    so_far, owed_before = Fraction(0), Decimal(0)
    for row in rows:
        so_far += row.months
        exact = Fraction(amount) * so_far / divisor
        owed = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(step, ROUND_DOWN)
        parts.append(owed - owed_before)
        owed_before = owed
    return parts
