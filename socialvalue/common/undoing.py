"""Undo: for ten minutes, by whoever did it, while nobody else has acted on it.

The one rule of time, and what a page shows of it. Whether it may be undone, the room's ``check_can_undo_…`` says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.common.templatetags.formats import plain_time

UNDO_MINUTES = 10
TAG = "undo"

_holding: dict[str, list[Callable]] = {}


def undo_until(done_at: datetime) -> datetime:
    """The moment from which what was done at ``done_at`` (aware) can no longer be undone."""
    return done_at + timedelta(minutes=UNDO_MINUTES)


def check_in_time(done_at: datetime) -> None:
    """Raise WrongState once the ten minutes are over."""
    until = undo_until(done_at)
    if clock.now() >= until:
        raise WrongState(f"This could be undone for {UNDO_MINUTES} minutes, until {plain_time(until)}. It stands now.")


def holds_fast(label: str, why: Callable) -> None:
    """Say that something above rests on records of ``label`` ("contracts.return"), so that they are not undone.

    ``why`` takes the record and returns the reason in words, empty where there is none. Called from an AppConfig's ``ready``.
    """
    _holding.setdefault(label, []).append(why)


def check_held_by_nothing(record) -> None:
    """Raise WrongState where what a storey above made rests on ``record``."""
    for why in _holding.get(record._meta.label_lower, ()):
        if reason := why(record):
            raise WrongState(reason)


@dataclass(frozen=True)
class Undo:
    """What the part ``components/undo.html`` draws: where the button posts to, until when, and what it undoes."""

    url: str
    until: datetime
    what: str = ""

    @property
    def is_open(self) -> bool:
        return clock.now() < self.until

    @property
    def tag(self) -> str:
        """How a message carries it to the next page."""
        return f"{TAG} {self.until.isoformat()} {self.url}"


def undo_in(tags: str) -> Undo | None:
    """What a message carries, while it is open; None of any other message."""
    parts = (tags or "").split(" ", 2)
    if len(parts) < 3 or parts[0] != TAG:
        return None
    found = Undo(url=parts[2], until=datetime.fromisoformat(parts[1]))
    return found if found.is_open else None
