"""Months and levels: how a promise per period is counted over a contract, in a tender and in the contract alike. Pure."""

from datetime import date, timedelta
from fractions import Fraction

from socialvalue.law.days import add_months

# The year in which a financial year begins, and its quarter from 1 (April to June) to 4
Quarter = tuple[int, int]
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


def financial_year(day: date) -> int:
    """The calendar year in which the financial year of a day begins, on 1 April."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def days_of_financial_year(year: int) -> tuple[date, date]:
    """The first and the last day of the financial year that begins in ``year``."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def financial_year_words(year: int) -> str:
    """“2013–14”."""
    return f"{year}–{(year + 1) % 100:02d}"


def quarter_of(day: date) -> Quarter:
    """The quarter of a day."""
    return financial_year(day), (day.month - 4) % 12 // 3 + 1


def days_of_quarter(year: int, number: int) -> tuple[date, date]:
    """The first and the last day of a quarter of the financial year that begins in ``year``."""
    first = add_months(date(year, 4, 1), 3 * (number - 1))
    return first, add_months(first, 3) - timedelta(days=1)


def quarter_after(quarter: Quarter) -> Quarter:
    """The quarter that follows."""
    year, number = quarter
    return (year, number + 1) if number < 4 else (year + 1, 1)


def quarter_words(quarter: Quarter) -> str:
    """“April to June 2026, first quarter of 2026–27”."""
    year, number = quarter
    first, last = days_of_quarter(year, number)
    which = ("first", "second", "third", "fourth")[number - 1]
    return f"{first:%B} to {last:%B} {last.year}, {which} quarter of {financial_year_words(year)}"


def quarters_until(first: date, last: date) -> list[Quarter]:
    """The quarters of the days from ``first`` to ``last``, the latest first."""
    found, quarter = [], quarter_of(first)
    while quarter <= quarter_of(last):
        found.append(quarter)
        quarter = quarter_after(quarter)
    return found[::-1]
