"""One at a time: what the scheduler starts every minute is not begun again while it runs, on either database.

A row says who is at work and until when. It is taken by one UPDATE, so it holds between transactions, which the work has many of.
A killed worker's turn is over when its time is, and the next run goes on.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from socialvalue.jobs.models import Turn

# As long as the longest set of any work may take; each set takes it anew
LASTS = timedelta(minutes=3)


class Held:
    """A turn that was taken. ``keep()`` after each set of the work; False: it was too slow, and another has the turn."""

    def __init__(self, name: str):
        self.name, self.holder = name, uuid.uuid4()

    def take(self) -> bool:
        """Whether it is ours now. Two statements the first time ever, one afterwards."""
        free = Turn.objects.filter(name=self.name, until__lte=timezone.now())
        if free.update(holder=self.holder, until=timezone.now() + LASTS):
            return True
        if Turn.objects.filter(name=self.name).exists():
            return False
        until = timezone.now() + LASTS
        return Turn.objects.get_or_create(name=self.name, defaults={"holder": self.holder, "until": until})[1]

    def keep(self) -> bool:
        """Whether it is still ours; if so, for the whole time from now."""
        mine = Turn.objects.filter(name=self.name, holder=self.holder)
        return bool(mine.update(until=timezone.now() + LASTS))

    def give_back(self) -> None:
        Turn.objects.filter(name=self.name, holder=self.holder).update(until=timezone.now())


@contextmanager
def turn(name: str) -> Iterator[Held | None]:
    """The turn of this work, or None while another has it. Given back at the end, also after a fault."""
    held = Held(name)
    if not held.take():
        yield None
        return
    try:
        yield held
    finally:
        held.give_back()


def set_by_set(name: str, one_set: Callable[[], int | None]) -> int:
    """Do ``one_set`` in this work's turn until none is left (None) or another has the turn; the sum of what the sets say.

    0 while another run is at it. Each set is a transaction of its own: what a fault stops, the next run goes on with.
    """
    count = 0
    with turn(name) as held:
        while held and (done := one_set()) is not None:
            count += done
            held = held if held.keep() else None
    return count
