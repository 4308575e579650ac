"""How many lines of a scorecard count at their top level, of how many, and by weight. Pure, exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from contracts.performance.composing import read


@dataclass(frozen=True)
class Lines:
    """The lines of one period that are levels and had something to measure.

    ``number`` and ``weight``: how many and how heavy at the top, between, and at the bottom of their scale. ``tops``,
    ``betweens``, ``bottoms``: what these levels are called, each name once.
    """

    number: tuple[int, int, int]
    weight: tuple[Fraction, Fraction, Fraction]
    tops: tuple[str, ...]
    betweens: tuple[str, ...]
    bottoms: tuple[str, ...]

    @property
    def top(self) -> int:
        return self.number[0]

    @property
    def many(self) -> int:
        return sum(self.number)

    @property
    def whole(self) -> Fraction:
        return sum(self.weight, Fraction(0))

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """Of 100, by weight."""
        return tuple(100 * part / self.whole for part in self.weight)


def lines_of(working: Sequence[Mapping[str, Any]] | None) -> Lines | None:
    """By the levels as they count, not as they were answered; None where nothing of it is a level that was answered."""
    number, weight = [0, 0, 0], [Fraction(0)] * 3
    tops: dict[str, None] = {}
    betweens: dict[str, None] = {}
    bottoms: dict[str, None] = {}
    for sub, kept in zip(read(working), working or (), strict=True):
        codes = [level.code for level in sub.by.levels]
        if kept["counted"] not in codes:
            continue
        place = codes.index(kept["counted"])
        part = 0 if place == len(codes) - 1 else 2 if place == 0 else 1
        number[part] += 1
        weight[part] += Fraction(sub.weight)
        names = [level.name for level in sub.by.levels]
        tops |= dict.fromkeys(names[-1:])
        betweens |= dict.fromkeys(names[1:-1])
        bottoms |= dict.fromkeys(names[:1])
    if not any(number):
        return None
    return Lines((number[0], number[1], number[2]), (weight[0], weight[1], weight[2]), (*tops,), (*betweens,), (*bottoms,))
