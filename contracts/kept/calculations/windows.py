"""The standard periods that figures are kept for, as of a day: whole months before its own, and a trend's calendar quarters."""

from datetime import date, timedelta

from contracts.performance.spans import first_of_month, last_months

# Whole months before the day's own month
MONTHS = (3, 6, 12, 24)
TREND_MONTHS = 24
Windows = dict[str, tuple[date, date]]
# Codes of periods that somebody asked for begin with it; in any order of letters they stand between those of the standard ones
ASKED = "a"
STANDARD = "(k.period < 'a' OR k.period >= 'b')"


def months_of(day: date) -> Windows:
    """“m3”, “m6”, “m12” and “m24” → first and last day of the last so many whole months before ``day``'s."""
    return {f"m{months}": last_months(months, day) for months in MONTHS}


def quarters_of(day: date, months: int = TREND_MONTHS) -> Windows:
    """“2026q3” → its first and last day: the calendar quarters of the last so many months that are over by the end of the month
    before ``day``'s. A quarter that is still running tells little and would turn the trend.
    """
    first, last = last_months(months, day)
    return quarters_between(first, last)


def quarters_between(first: date, last: date) -> Windows:
    """The calendar quarters from the one ``first`` lies in to the last that is over on ``last``; oldest first."""
    found: Windows = {}
    begins = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    while (ends := first_of_month(begins, -3) - timedelta(days=1)) <= last:
        found[f"{begins.year}q{(begins.month + 2) // 3}"] = (begins, ends)
        begins = first_of_month(begins, -3)
    return found


def windows_of(day: date) -> Windows:
    """All of them."""
    return months_of(day) | quarters_of(day)


def code_of(first: date, last: date, day: date) -> str:
    """The code of the standard months that are exactly these days, as of ``day``; “” where none are."""
    return next((code for code, days in months_of(day).items() if days == (first, last)), "")


def is_asked(code: str) -> bool:
    """A period that somebody asked for, no standard one."""
    return code.startswith(ASKED)


def within(code: str, quarter: str) -> str:
    """Under which code a quarter of the trend is kept that belongs to the figures of ``code``."""
    return f"{code}.{quarter}" if is_asked(code) else quarter


def asked_quarters(code: str, last: date) -> Windows:
    """The quarters of the trend of a period that was asked for and ends on ``last``."""
    found = quarters_between(first_of_month(last, TREND_MONTHS - 1), last)
    return {within(code, quarter): days for quarter, days in found.items()}
