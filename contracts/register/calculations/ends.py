"""When the end of a contract is near, how far one without an end in sight is planned, when a grant is evaluated. Pure."""

from datetime import date, timedelta

from socialvalue.law.days import add_months

# Days before the last day from which on its owners are asked whether it goes on
FIRST = 90
# Returns of a contract that runs without an end, or past it, are planned at least this many months ahead
AHEAD_MONTHS = 12
# A grant is evaluated on a day within so many months after its last
LATEST_EVALUATION_MONTHS = 3


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


def first_evaluation(starts_on: date, ends_on: date | None) -> date:
    """When a grant is evaluated as long as nobody chose another day: on its last day, without one after a year."""
    return ends_on or add_months(starts_on, 12)


def problem_with_evaluation(day: date, starts_on: date, ends_on: date | None) -> str | None:
    """Why a grant is not evaluated on that day; None where it can be."""
    if day <= starts_on:
        return "Enter a day after the grant’s first: before it nothing was done yet"
    if ends_on is not None and day > add_months(ends_on, LATEST_EVALUATION_MONTHS):
        return f"Enter a day at most {LATEST_EVALUATION_MONTHS} months after the grant’s last"
    return None
