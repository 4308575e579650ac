"""Which periods a report may have. Pure."""

from datetime import date

from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law.days import add_months

# The Public Services (Social Value) Act 2012 came into force on 31 January 2013
EARLIEST = date(2013, 1, 1)
LONGEST_MONTHS = 24


def problems(starts_on: date, ends_on: date, today: date) -> list[tuple[str | None, str]]:
    """What is wrong with a period, first and last day included, as (field, message); empty where nothing is."""
    found: list[tuple[str | None, str]] = []
    if starts_on < EARLIEST:
        found.append(("starts_on", f"The Social Value Act began in 2013: choose a first day from {plain_day(EARLIEST)} on"))
    if starts_on > today:
        found.append(("starts_on", "The period has not begun yet: choose a first day in the past"))
    if ends_on <= starts_on:
        found.append(("ends_on", "The period must end after it starts"))
    if ends_on >= today:
        found.append(("ends_on", "The period must be over: choose a last day before today"))
    if starts_on <= today and ends_on >= add_months(starts_on, LONGEST_MONTHS):
        found.append(("ends_on", f"A report covers at most {LONGEST_MONTHS} months: choose a shorter period, or ask for several"))
    return found
