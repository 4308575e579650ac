"""How people changed on a scale: how many improved, stayed and fell, and by how much in the middle. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

# Fewer people than these are shown to nobody outside: somebody could be known by them
FEWEST = 5


@dataclass(frozen=True)
class Changes:
    """``people``: measured at both times, and only these are in the others. ``not_yet``: those with a baseline alone."""

    people: int = 0
    improved: int = 0
    same: int = 0
    fell: int = 0
    median: Fraction | None = None
    not_yet: int = 0

    @property
    def middle(self) -> Decimal | None:
        """The median as a decimal: a whole number or a half, so nothing is rounded."""
        return None if self.median is None else Decimal(self.median.numerator) / self.median.denominator

    @property
    def is_enough(self) -> bool:
        """Whether the figures may be shown outside, and a return's value be taken from them."""
        return self.people >= FEWEST


def changes_of(measured: Iterable[tuple[int, int | None]], *, higher_is_better: bool = True) -> Changes:
    """Of (baseline, now) of each person; a change for the better is above nought whichever way the scale goes."""
    rows = list(measured)
    steps = sorted((now - baseline) * (1 if higher_is_better else -1) for baseline, now in rows if now is not None)
    return Changes(
        people=len(steps),
        improved=sum(step > 0 for step in steps),
        same=sum(step == 0 for step in steps),
        fell=sum(step < 0 for step in steps),
        median=median(steps),
        not_yet=len(rows) - len(steps),
    )


def median(steps: list[int]) -> Fraction | None:
    """Of sorted whole numbers; between the two in the middle where they are even."""
    if not steps:
        return None
    middle = len(steps) // 2
    return Fraction(steps[middle]) if len(steps) % 2 else Fraction(steps[middle - 1] + steps[middle], 2)


@dataclass(frozen=True)
class Shown:
    """What somebody outside reads; None: too few. A part that is too small takes the next smallest with it, or it could be
    worked out from the whole."""

    people: int
    improved: int | None
    same: int | None
    fell: int | None
    middle: Decimal | None


def shown_outside(changes: Changes) -> Shown | None:
    if not changes.is_enough:
        return None
    parts = {"improved": changes.improved, "same": changes.same, "fell": changes.fell}
    hidden = {name for name, many in parts.items() if 0 < many < FEWEST}
    if len(hidden) == 1:
        others = [(many, name) for name, many in parts.items() if name not in hidden and many]
        hidden |= {min(others)[1]} if others else set()
    told = {name: None if name in hidden else many for name, many in parts.items()}
    return Shown(people=changes.people, middle=None if hidden else changes.middle, **told)


# (periods that end from this day on, months after the end of the period). What each person reached is deleted then; the
# figures stay. The usual time of councils for monitoring of contracts; a council's own schedule is the next line here
RETENTION: tuple[tuple[date, int], ...] = ((date(1900, 1, 1), 24),)


def months_kept(ends_on: date) -> int:
    return max((line for line in RETENTION if line[0] <= ends_on), key=lambda line: line[0])[1]
