"""Whether things get better: against the same quarter of last year, and only beyond what chance alone would move. Pure.

A share of 20 KPIs wobbles by ten points from quarter to quarter although nothing has changed. So a change is said only when it
lies beyond two standard errors of the difference of the two shares, and beyond five percentage points; else it is “about the
same”.
"""

from dataclasses import dataclass
from fractions import Fraction

LEAST_POINTS = Fraction(5, 100)
# With fewer returns than this in either quarter nothing can be said
LEAST_RETURNS = 5


@dataclass(frozen=True)
class Share:
    """So many of so many returns with a target reached it."""

    met: int
    of: int

    @property
    def part(self) -> Fraction | None:
        return Fraction(self.met, self.of) if self.of else None

    @property
    def variance(self) -> Fraction:
        """p(1 − p) ÷ n, the square of the standard error of the share; nought without returns."""
        if not self.of:
            return Fraction(0)
        p = Fraction(self.met, self.of)
        return p * (1 - p) / self.of


@dataclass(frozen=True)
class Travel:
    """``word`` is better, worse, same or unknown; ``now`` and ``then`` are the two quarters' shares."""

    word: str
    now: Share
    then: Share

    @property
    def sentence(self) -> str:
        """“getting better”, for the middle of a sentence."""
        return {
            "better": "getting better",
            "worse": "getting worse",
            "same": "about the same",
            "unknown": "too few returns to say",
        }[self.word]


def travel(now: Share, then: Share) -> Travel:
    """A quarter against the same quarter of the year before."""
    if now.of < LEAST_RETURNS or then.of < LEAST_RETURNS:
        return Travel("unknown", now, then)
    change = Fraction(now.met, now.of) - Fraction(then.met, then.of)
    beyond_chance = change * change > 4 * (now.variance + then.variance)
    if abs(change) <= LEAST_POINTS or not beyond_chance:
        return Travel("same", now, then)
    return Travel("better" if change > 0 else "worse", now, then)


def spread(shares: list[Share]) -> tuple[Fraction, Fraction] | None:
    """Within which a quarter's share moves by chance alone: the share of all quarters ± two standard errors of a typical quarter.

    Parts of one, held between 0 and 1. The error's root is taken upwards to a thousandth, so that the band is never too narrow.
    None without at least two quarters with returns.
    """
    known = [s for s in shares if s.of]
    if len(known) < 2:
        return None
    whole = Share(sum(s.met for s in known), sum(s.of for s in known))
    typical = Fraction(whole.of, len(known))
    p = Fraction(whole.met, whole.of)
    error = _root_upwards(p * (1 - p) / typical)
    return max(Fraction(0), p - 2 * error), min(Fraction(1), p + 2 * error)


def _root_upwards(square: Fraction) -> Fraction:
    low, high = 0, 1000
    while low < high:
        middle = (low + high) // 2
        if Fraction(middle, 1000) ** 2 >= square:
            high = middle
        else:
            low = middle + 1
    return Fraction(low, 1000)
