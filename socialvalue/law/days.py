"""Counting days as the Procurement Act does: a period "beginning with" a day counts that day as day 1."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import holidays


@cache
def bank_holidays(year: int) -> dict[date, str]:
    """England's bank holidays of a year with their names."""
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))


def bank_holiday(day: date) -> str | None:
    """The name of England's bank holiday on ``day``, or None."""
    return bank_holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """Not Saturday, not Sunday, not a bank holiday in England."""
    return day.weekday() < 5 and bank_holiday(day) is None


def last_of_working_days(count: int, beginning_with: date) -> date:
    """The last of ``count`` working days beginning with that day (counted when it is one itself). s.51."""
    day, left = beginning_with, count
    while True:
        if is_working_day(day):
            left -= 1
            if left == 0:
                return day
        day += timedelta(days=1)


def last_of_days(count: int, beginning_with: date) -> date:
    """The last of ``count`` calendar days beginning with that day: 30 days from 1 April end on 30 April."""
    return beginning_with + timedelta(days=count - 1)


def next_working_day(day: date) -> date:
    """The first working day after ``day``."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """``count`` working days after ``day`` (before it when negative)."""
    step = 1 if count > 0 else -1
    left = abs(count)
    while left:
        day += timedelta(days=step)
        if is_working_day(day):
            left -= 1
    return day


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
