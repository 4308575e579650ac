"""The deadline: a bid is in time strictly before it. At the deadline's very second it is too late, and says so.

The moment that counts is when the request's headers had been read (``clock.now()``, ``common/arrival.py``), by the server's
clock and not the supplier's: what arrived in time and waits for a colleague's to be written is not punished for it.
"""

from datetime import datetime, timedelta
from typing import Protocol

from procurement.tendering.enums import TenderStatus
from socialvalue.common.clock import LONDON
from socialvalue.common.errors import WrongState
from socialvalue.common.templatetags.formats import plain_day, plain_time

# Days before the deadline on which people hear of a bid that is not sent, the first reminder first
REMINDED_DAYS = (2, 1)
# How long the body of a request may take that began before the deadline and ends after it
WHOLE_WITHIN = timedelta(seconds=5)


def days_reminded(deadline: datetime, now: datetime) -> int | None:
    """Which reminder is due: the fewest of ``REMINDED_DAYS`` that cover what is left; None before the first and at the deadline.

    Exactly two days before, it is 2; exactly one day before, 1.
    """
    left = deadline - now
    if left <= timedelta(0):
        return None
    return min((days for days in REMINDED_DAYS if left <= timedelta(days=days)), default=None)


def passed(deadline: datetime, now: datetime) -> bool:
    return now >= deadline


def time_of_day(moment: datetime, seconds: bool = False) -> str:
    """“2pm”, “midday”, or with seconds “2:00:01pm”, in London."""
    local = moment.astimezone(LONDON)
    if not seconds and not local.second:
        return plain_time(moment)
    return f"{local.hour % 12 or 12}:{local.minute:02d}:{local.second:02d}{'am' if local.hour < 12 else 'pm'}"


def in_words(moment: datetime, seconds: bool = False) -> str:
    """“20 November 2026 at 2pm”."""
    return f"{plain_day(moment)} at {time_of_day(moment, seconds)}"


def too_late(deadline: datetime, now: datetime) -> str:
    """The sentence for somebody whose bid arrived at or after the deadline."""
    clock = time_of_day(now, seconds=True)
    same_day = deadline.astimezone(LONDON).date() == now.astimezone(LONDON).date()
    it_is = f"It is now {clock}" if same_day else f"It is now {clock} on {plain_day(now)}"
    return f"The deadline was {in_words(deadline)}. {it_is}. Bids can no longer be sent."


class Timed(Protocol):
    """What opens and closes a tender for bids."""

    @property
    def deadline(self) -> datetime | None: ...

    @property
    def status(self) -> str: ...


def check_open(tender: Timed, now: datetime) -> None:
    """Raise WrongState with the reason unless bids for the tender may be written and sent at this moment."""
    deadline = tender.deadline
    timed = tender.status in (TenderStatus.PUBLISHED, TenderStatus.CLOSED)
    if timed and deadline is not None and passed(deadline, now):
        raise WrongState(too_late(deadline, now))
    if tender.status == TenderStatus.TERMINATED:
        raise WrongState("The council has ended this tender without an award. Bids can no longer be sent.")
    if tender.status != TenderStatus.PUBLISHED or deadline is None:
        raise WrongState("This tender is not open for bids")


def check_whole(tender: Timed, at: datetime, whole: datetime) -> None:
    """Raise WrongState for a request that began in time and ended after the deadline, too long after its beginning."""
    deadline = tender.deadline
    if deadline is None or passed(deadline, at) or not passed(deadline, whole) or whole - at <= WHOLE_WITHIN:
        return
    seconds = int(WHOLE_WITHIN.total_seconds())
    raise WrongState(
        f"The deadline was {in_words(deadline)}. Your request began before it and was whole only at "
        f"{time_of_day(whole, seconds=True)}: it has to be whole within {seconds} seconds. Bids can no longer be sent."
    )


def check_may_open(opens: datetime, now: datetime) -> None:
    """Raise WrongState with the minute from which bids can be opened, unless it has come."""
    if now < opens:
        raise WrongState(f"The bids can be opened from {in_words(opens)}. Come back then: until that moment they stay sealed.")


def time_left(deadline: datetime, now: datetime) -> str:
    """“2 days and 3 hours left”, ever finer towards the end; “The deadline has passed”."""
    if passed(deadline, now):
        return "The deadline has passed"
    total = int((deadline - now).total_seconds())
    days, hours, minutes = total // 86400, total % 86400 // 3600, total % 3600 // 60
    if days >= 7:
        parts = [_count(days, "day")]
    elif days:
        parts = [_count(days, "day"), _count(hours, "hour")]
    elif hours:
        parts = [_count(hours, "hour"), _count(minutes, "minute")]
    elif minutes:
        parts = [_count(minutes, "minute")]
    else:
        return "Less than a minute left"
    return f"{' and '.join(p for p in parts if p)} left"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
