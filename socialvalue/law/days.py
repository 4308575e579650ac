"""Counting days as the Procurement Act does: a period "beginning with" a day counts that day as day 1. Pure.

Two calendars, never to be mixed:

* **the law's**: "working day" in the Procurement Act 2023 is a day that is no Saturday, no Sunday and no bank holiday under the
  Banking and Financial Dealings Act 1971 in any part of the United Kingdom (section 123(1)). ``is_working_day``,
  ``last_of_working_days``, ``first_of_working_days``: everything the Act counts in working days.
* **the council's own**: its offices close on England's bank holidays. ``is_council_day``, ``add_council_days``: when bids are
  best due, until when questions are taken, what the diary shades.

In some years days are proclaimed for all or part of the Kingdom (section 1 of the 1971 Act), often too late for the package
that knows the others. They are data (``law.models.ProclaimedDay``); whoever counts reads them once for a page or a service
call (``law.selectors.proclaimed_days``) and hands them in.
"""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import holidays

from socialvalue.common.counting import listed

PARTS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
COUNCILS_PART = "ENG"


@dataclass(frozen=True)
class BankHoliday:
    """A bank holiday and the parts of the Kingdom (keys of ``PARTS``) where it is one."""

    name: str
    parts: frozenset[str]

    @property
    def where(self) -> str:
        """“Scotland”, “England and Wales”, “the United Kingdom”."""
        return parts_in_words(self.parts)


Proclaimed = Mapping[date, BankHoliday]
# A council's own closed days, each with why (``councils.selectors.closed_days``)
Closed = Mapping[date, str]
NEVER_CLOSED: Closed = MappingProxyType({})


def parts_in_words(parts: Collection[str]) -> str:
    """The names of these parts in the order of ``PARTS``; all four are the United Kingdom."""
    names = [name for key, name in PARTS.items() if key in parts]
    if len(names) == len(PARTS):
        return "the United Kingdom"
    return listed(names)


@cache
def _known(year: int) -> Proclaimed:
    """What the package knows, the yearly proclaimed days of Northern Ireland (12 July) and substitute days included.

    Good Friday and Christmas Day are holidays at common law in England. The 1971 Act names both for Scotland, so they are bank
    holidays in a part of the Kingdom and no working days of the Act.
    """
    found: dict[date, tuple[str, set[str]]] = {}
    for part in PARTS:
        for day, name in holidays.country_holidays("GB", subdiv=part, years=year).items():
            words = name.replace("(observed)", "(substitute day)")
            found.setdefault(day, (words, set()))[1].add(part)
    return {day: BankHoliday(name, frozenset(parts)) for day, (name, parts) in sorted(found.items())}


def bank_holidays(year: int, proclaimed: Proclaimed) -> dict[date, BankHoliday]:
    """Every bank holiday of a year in any part of the United Kingdom, in order, each with the parts where it holds."""
    found = dict(_known(year))
    for day, holiday in proclaimed.items():
        if day.year == year:
            known = found.get(day)
            found[day] = BankHoliday(known.name, known.parts | holiday.parts) if known else holiday
    return dict(sorted(found.items()))


def bank_holiday(day: date, proclaimed: Proclaimed) -> BankHoliday | None:
    """The bank holiday on ``day`` in any part of the United Kingdom, or None."""
    return _known(day.year).get(day) or proclaimed.get(day)


def is_working_day(day: date, proclaimed: Proclaimed) -> bool:
    """The law's: not Saturday, not Sunday, not a bank holiday in any part of the United Kingdom. s.123(1)."""
    return day.weekday() < 5 and bank_holiday(day, proclaimed) is None


def last_of_working_days(count: int, beginning_with: date, proclaimed: Proclaimed) -> date:
    """The last of ``count`` of the law's working days beginning with that day (counted when it is one itself). s.51."""
    day, left = beginning_with, count
    while True:
        if is_working_day(day, proclaimed):
            left -= 1
            if left == 0:
                return day
        day += timedelta(days=1)


def first_of_working_days(count: int, ending_with: date, proclaimed: Proclaimed) -> date:
    """The day with which ``count`` of the law's working days begin that end with ``ending_with``, counted when it is one."""
    day, left = ending_with, count
    while True:
        if is_working_day(day, proclaimed):
            left -= 1
            if left == 0:
                return day
        day -= timedelta(days=1)


def working_days_between(first: date, last: date, proclaimed: Proclaimed) -> int:
    """How many of the law's working days lie from ``first`` to ``last``, both included."""
    return sum(is_working_day(first + timedelta(days=n), proclaimed) for n in range((last - first).days + 1))


def last_of_days(count: int, beginning_with: date) -> date:
    """The last of ``count`` calendar days beginning with that day: 30 days from 1 April end on 30 April."""
    return beginning_with + timedelta(days=count - 1)


def council_holidays(year: int, proclaimed: Proclaimed, closed: Closed = NEVER_CLOSED) -> dict[date, str]:
    """The days of a year on which a council's offices are closed, with their names: England's bank holidays, and its own."""
    own = {day: name for day, name in closed.items() if day.year == year}
    return own | {day: h.name for day, h in bank_holidays(year, proclaimed).items() if COUNCILS_PART in h.parts}


def council_holiday(day: date, proclaimed: Proclaimed, closed: Closed = NEVER_CLOSED) -> str | None:
    """The name of England's bank holiday on ``day``, or why the council itself is closed; or None."""
    return council_holidays(day.year, proclaimed, closed).get(day)


def is_council_day(day: date, proclaimed: Proclaimed, closed: Closed = NEVER_CLOSED) -> bool:
    """The council's own: not Saturday, not Sunday, not a bank holiday in England, not closed for a reason of its own."""
    return day.weekday() < 5 and council_holiday(day, proclaimed, closed) is None


def add_council_days(day: date, count: int, proclaimed: Proclaimed) -> date:
    """``count`` working days that all of England's councils share after ``day`` (before it when negative)."""
    step = 1 if count > 0 else -1
    left = abs(count)
    while left:
        day += timedelta(days=step)
        if is_council_day(day, proclaimed):
            left -= 1
    return day


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
