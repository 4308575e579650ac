"""When a return is late. The one rule; the spellings in SQL (the queryset's ``overdue``, the figures' statement) are held to it.

The due day itself is still in time: a return that is due on the 20th is overdue from the 21st.
"""

from datetime import date, datetime

from socialvalue.common import clock

SOON_DAYS = 7
OVERDUE_DAYS = (1, 7, 21)


def days_late(due_on: date, today: date) -> int:
    """Whole days since the due day: 0 on the day itself, negative before it."""
    return (today - due_on).days


def late_by(due_on: date, sent: date | datetime | None) -> int:
    """Whole days from the due day to the day in London on which it was first handed in; 0 in time or not handed in.

    ``sent``: the moment, or of what earlier records say the day.
    """
    if sent is None:
        return 0
    day = sent.astimezone(clock.LONDON).date() if isinstance(sent, datetime) else sent
    return max(0, days_late(due_on, day))


def late_words(days: int) -> str:
    """“Handed in 15 days late”; empty in time."""
    return f"Submitted {days} day{'' if days == 1 else 's'} late" if days > 0 else ""


def is_overdue(due_on: date, today: date, *, handed_in: bool = False, waived: bool = False) -> bool:
    """Whether a return should have been made by now and was not: its due day is past, it is owed, and nothing is in."""
    return days_late(due_on, today) > 0 and not handed_in and not waived


# Days after the due day at which somebody is reminded, in order; the first is before it
REMINDED = (-SOON_DAYS, *OVERDUE_DAYS)


def reached(late: int) -> int:
    """How many of the reminders should have gone out when a return is so many days late: 0 to 4."""
    return sum(late >= days for days in REMINDED)


def stage_of(late: int) -> str:
    """The last reminder that should have gone out: "soon", "overdue-1", "overdue-7", "overdue-21", or "" for none yet."""
    return ("", "soon", *(f"overdue-{days}" for days in OVERDUE_DAYS))[reached(late)]
