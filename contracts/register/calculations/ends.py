"""When the end of a contract is near, and how far one without an end in sight is planned. Pure."""

from datetime import date, timedelta

from socialvalue.law.days import add_months

# Days before the last day from which on its owners are asked whether it goes on
FIRST = 90
# Returns of a contract that runs without an end, or past it, are planned at least this many months ahead
AHEAD_MONTHS = 12


def ahead_of(today: date) -> date:
    """A contract without an end in sight whose returns are planned to a day before this one is planned on."""
    return add_months(today, AHEAD_MONTHS)


def horizon(starts_on: date, today: date) -> date:
    """The day until which the returns of a contract without an end in sight are planned: the last of a year of its own.

    The first such day that is 12 months or more after ``today`` (or after the contract's first day, where that is to come): whole
    years, so that every period and every target of a year is planned as a whole.
    """
    least = ahead_of(max(today, starts_on))
    years = max(1, least.year - starts_on.year - 1)
    while (last := add_months(starts_on, 12 * years) - timedelta(days=1)) < least:
        years += 1
    return last
