"""Until when a period can be changed, and through whose exception afterwards. The one rule: every service and page asks it.

A council says from which due day on its returns lock, and so many days after they are due. It says so ahead, never backwards.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from contracts.register.enums import Side

# What the page offers to a council that has said nothing; until it says something, nothing of its locks
SUGGESTED_DAYS = 60
FEWEST_DAYS, MOST_DAYS = 14, 1000
# An exception is open for so many days at most, and what was sent through a supplier's is decided on so many days longer
MOST_OPEN, TO_DECIDE = 31, 14
# A period that locks within so many days with something missing is named to its contract manager
SOON = 21


@dataclass(frozen=True, order=True)
class Step:
    """Of returns due on ``from_day`` or later: they lock ``days`` after they are due; None: they do not lock."""

    from_day: date
    days: int | None


class Act(Enum):
    # Type, send, correct, drop, take back, waive
    WRITE = "write"
    # Verify, send back, take back a verification
    DECIDE = "decide"


@dataclass(frozen=True)
class Opened:
    """An exception that was granted: for whom, from when until when. ``closed_on``: the day on which somebody ended it sooner."""

    side: Side
    supplier: int | None
    first_day: date
    last_day: date
    closed_on: date | None = None

    def is_open(self, today: date) -> bool:
        return self.closed_on is None and self.first_day <= today <= self.last_day

    @property
    def decided_by(self) -> date:
        """The last day on which the council decides on what was sent through it."""
        return min(self.last_day, self.closed_on or self.last_day) + timedelta(days=TO_DECIDE)


def steps_from(kept: Iterable[Sequence[Any]]) -> list[Step]:
    """As they are kept ([“2026-04-01”, 60]) in the order of their days."""
    return sorted(
        (Step(date.fromisoformat(day), days) for day, days in kept),
        key=lambda step: step.from_day,
    )


def kept_steps(steps: Iterable[Step]) -> list[list[Any]]:
    return [[step.from_day.isoformat(), step.days] for step in steps]


def with_step(steps: Sequence[Step], new: Step) -> list[Step]:
    """These steps and a new one, which takes the place of what would have begun on its day or later."""
    return [*(step for step in steps if step.from_day < new.from_day), new]


def days_of(due_on: date, steps: Sequence[Step]) -> int | None:
    """How many days after ``due_on`` a return due then locks; None: never."""
    begun = [step for step in steps if step.from_day <= due_on]
    return begun[-1].days if begun else None


def last_day(due_on: date, known_on: date | None, steps: Sequence[Step]) -> date | None:
    """The last day on which a return due on ``due_on`` can be changed; None: it does not lock.

    ``known_on``: the day on which its KPI was agreed or brought over. Of what was owed before, the days run from then.
    """
    days = days_of(due_on, steps)
    return None if days is None else max(due_on, known_on or due_on) + timedelta(days=days)


def is_locked(last: date | None, today: date) -> bool:
    """The last day itself is still open."""
    return last is not None and today > last


def opens(
    act: Act,
    exceptions: Iterable[Opened],
    *,
    side: Side,
    suppliers: Collection[int],
    today: date,
    sent_on: date | None = None,
) -> bool:
    """Whether one of these exceptions lets somebody of ``side``, acting for ``suppliers``, do it in a locked period today.

    An exception is its side's own: the council does not write through the supplier's, nor the supplier through the council's.
    The council decides through its own; and on what was sent (``sent_on``) through the supplier's, ``TO_DECIDE`` days longer.
    """
    return any(_lets(act, one, side, suppliers, today, sent_on) for one in exceptions)


def _lets(act: Act, one: Opened, side: Side, suppliers: Collection[int], today: date, sent_on: date | None) -> bool:
    if act is Act.DECIDE:
        if side != Side.COUNCIL:
            return False
        if one.side == Side.COUNCIL:
            return one.is_open(today)
        return sent_on is not None and one.first_day <= sent_on <= one.last_day and today <= one.decided_by
    if one.side != side or not one.is_open(today):
        return False
    return side == Side.COUNCIL or one.supplier in suppliers


def locks_soon(last: date | None, today: date) -> bool:
    """It is open still, and locks within ``SOON`` days."""
    return last is not None and today <= last <= today + timedelta(days=SOON)
