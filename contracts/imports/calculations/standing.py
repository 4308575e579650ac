"""What a line of a register says of how its contract stands: its end, whether it has one, and its status. Pure."""

from dataclasses import dataclass
from datetime import date

# As the register's own statuses are called (``register/enums.py``); arithmetic knows no choices
DRAFT, TO_BEGIN, LIVE, PAST_END, ENDED = "draft", "to_begin", "live", "past_end", "ended"
RUNNING = (LIVE, PAST_END)


class CannotBe(Exception):
    """What a line says of its end and its status does not go together. ``column`` is the one to put right."""

    def __init__(self, column: str, message: str):
        super().__init__(message)
        self.column, self.message = column, message


@dataclass(frozen=True)
class Meant:
    """How the contract is to stand: its agreed end (None without one), and as which of the statuses.

    ``note``: (column, what the person has to be told of how it was understood), or nothing.
    """

    ends_on: date | None
    status: str
    note: tuple[str, str] | None = None


def meant(starts_on: date, ends_on: date | None, *, rolling: bool, status: str, today: date) -> Meant:
    """How a contract of these days stands. ``rolling``: the line says that there is no end; ``status``: "" where it says none.

    Raises CannotBe.
    """
    if ends_on is None or rolling:
        return _without_end(rolling, status)
    return _with_end(starts_on, ends_on, status, today)


def _without_end(rolling: bool, status: str) -> Meant:
    if status in (ENDED, PAST_END):
        raise CannotBe("end date", f"is needed: the status says it {'has ended' if status == ENDED else 'is past its end'}")
    if rolling:
        return Meant(None, status or LIVE, ("end date", "says that there is none: taken as without an agreed end"))
    if status in (LIVE, TO_BEGIN):
        return Meant(None, status, ("end date", "is empty, and the status says it runs: taken as without an agreed end"))
    raise CannotBe("end date", "this is needed: a date, or “rolling” where there is no end")


def _with_end(starts_on: date, ends_on: date, status: str, today: date) -> Meant:
    over = ends_on < today
    if status == ENDED and ends_on > today:
        raise CannotBe("end date", "is still to come, and the status says it has ended: enter the day it ended")
    if status in RUNNING and over:
        return Meant(ends_on, PAST_END, ("end date", "is past, and the status says it runs: taken as past its end"))
    if status == PAST_END:
        return Meant(ends_on, LIVE, ("status", "says past its end, and the end is still to come: taken as in force"))
    if status == TO_BEGIN and starts_on <= today:
        return Meant(ends_on, ENDED if over else LIVE, ("status", "says to begin, and the start is past: taken by its dates"))
    if status:
        return Meant(ends_on, status)
    return Meant(ends_on, ENDED if over else LIVE)
