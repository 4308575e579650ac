"""How far a file is, told to its job while rows and files go by."""

from collections.abc import Callable, Iterable, Iterator, Sequence

Progress = Callable[[int, str], None]
# Rows between two words to the job
STEP = 1000


class Counted:
    """``rows``: how many went by, headings left out. ``unit``: what the job says of them, “rows”."""

    def __init__(self, total: int, progress: Progress, unit: str = "rows"):
        self.total, self.progress, self.unit, self.rows, self.others = total, progress, unit, 0, 0

    def through(self, rows: Iterable[Sequence]) -> Iterator[Sequence]:
        """The headings first, which do not count."""
        before = self.rows
        for place, row in enumerate(rows):
            self.rows = before + place
            if place % STEP == 0:
                self.say()
            yield row

    def one_more(self) -> None:
        """Something beside the rows, which takes its time: it is told at once, so that the job is known to be alive."""
        self.others += 1
        self.say()

    def say(self) -> None:
        # Never 100 before it is done; rows may have come since they were counted
        done = self.rows + self.others
        share = min(99, 2 + 97 * done // max(self.total, 1))
        self.progress(share, f"{done:,} of {max(self.total, done):,} {self.unit}")
