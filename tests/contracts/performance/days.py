"""Days of a period, for rows."""

from datetime import date, timedelta


def days(first: str, last: str) -> tuple[date, date, date]:
    """(first day, last day, due day: twenty days after it)."""
    ends = date.fromisoformat(last)
    return date.fromisoformat(first), ends, ends + timedelta(days=20)
