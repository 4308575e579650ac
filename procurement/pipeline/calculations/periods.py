"""Times of the year in which a deadline is unkind. School holidays are England's usual weeks, not one school's."""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter


@cache
def periods_of(year: int) -> tuple[tuple[str, date, date], ...]:
    """(name, first day, last day) of the holiday periods that touch ``year``, in order."""
    sunday = easter(year)
    return (
        ("the Christmas and New Year period", date(year - 1, 12, 19), date(year, 1, 4)),
        (
            "the February half-term",
            _monday_on_or_after(date(year, 2, 13)),
            _monday_on_or_after(date(year, 2, 13)) + timedelta(days=4),
        ),
        ("the Easter holidays", sunday - timedelta(days=9), sunday + timedelta(days=8)),
        ("the May half-term", _last_monday_of_may(year), _last_monday_of_may(year) + timedelta(days=4)),
        ("the summer holidays", date(year, 7, 22), date(year, 9, 1)),
        (
            "the October half-term",
            _monday_on_or_after(date(year, 10, 22)),
            _monday_on_or_after(date(year, 10, 22)) + timedelta(days=4),
        ),
        ("the Christmas and New Year period", date(year, 12, 19), date(year + 1, 1, 4)),
    )


def holiday_period(day: date) -> str | None:
    """The name of the holiday period ``day`` falls in, or None."""
    return next((name for name, first, last in periods_of(day.year) if first <= day <= last), None)


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7)


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())
