"""How much of what was reached is the provider's own work (measuring principle 8): worked out in fractions. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

# In the order in which they are taken off: what would have happened anyway, of the rest what others brought about, of the rest
# what was only moved from elsewhere
PARTS = {
    "anyway": "Would have happened anyway (deadweight)",
    "others": "Brought about by others (attribution)",
    "displaced": "Moved from elsewhere (displacement)",
}
SHORTEST_SOURCE = 10
PLACES = Decimal("0.0001")


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Per cent of each, None where the provider does not know it, and where each is known from."""

    anyway: Decimal | None = None
    others: Decimal | None = None
    displaced: Decimal | None = None
    anyway_source: str = ""
    others_source: str = ""
    displaced_source: str = ""

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, name) is None for name in PARTS)

    def problems(self) -> Iterator[tuple[str, str]]:
        for name in PARTS:
            share, source = getattr(self, name), getattr(self, f"{name}_source").strip()
            if share is None:
                if source:
                    yield name, "Enter the percentage, or leave where it is known from blank too"
            elif not 0 <= share <= 100:
                yield name, "Enter a percentage from 0 to 100"
            elif len(source) < SHORTEST_SOURCE:
                yield f"{name}_source", "Say where the percentage is known from, such as “exit interviews, May 2026”"


@dataclass(frozen=True)
class Step:
    """``left`` once this share is taken off; as it was before where the share is not known."""

    label: str
    share: Decimal | None
    left: Fraction

    @property
    def shown(self) -> Decimal:
        return rounded(self.left)


@dataclass(frozen=True)
class OwnWork:
    """As a page shows it. ``steps``: the working, with what is left of the figure; None of a figure that is no quantity."""

    shares: Shares
    known: list[tuple[str, Decimal, str]]
    steps: list[Step] | None


def own_work(gross: Decimal | None, shares: Shares) -> OwnWork:
    known = [
        (label, share, getattr(shares, f"{name}_source"))
        for name, label in PARTS.items()
        if (share := getattr(shares, name)) is not None
    ]
    return OwnWork(shares, known, None if gross is None else steps_of(gross, shares))


def steps_of(gross: Decimal, shares: Shares) -> list[Step]:
    """The working, share by share, each of what the one before has left. What is not known takes nothing off, and says so."""
    left, found = Fraction(gross), []
    for name, label in PARTS.items():
        share = getattr(shares, name)
        if share is not None:
            left *= 1 - Fraction(share) / 100
        found.append(Step(label, share, left))
    return found


def rounded(value: Fraction) -> Decimal:
    """For a page and a file: rounded once, half up, to four places."""
    return (Decimal(value.numerator) / value.denominator).quantize(PLACES, ROUND_HALF_UP)
