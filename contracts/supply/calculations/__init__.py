"""Who does how much of a contract beneath its supplier, and whether that keeps the easy cases for itself. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

WHOLE = Decimal(100)
# The prime keeps the easy cases where its share of them is this many points above its share of all, ...
POINTS_ABOVE = 20
# ... and where there are at least so many easy cases: of fewer a share says little
LEAST_EASY = 10


@dataclass(frozen=True)
class Cases:
    """How many cases of each difficulty somebody had in a period; None is not known, which is not 0."""

    easy: int | None = None
    usual: int | None = None
    hard: int | None = None

    @property
    def is_known(self) -> bool:
        return None not in (self.easy, self.usual, self.hard)

    @property
    def total(self) -> int:
        return (self.easy or 0) + (self.usual or 0) + (self.hard or 0)


@dataclass(frozen=True)
class Kept:
    """The prime's share of the easy cases and of all, as parts of 1; how many there were."""

    of_easy: Fraction
    of_all: Fraction
    easy: int
    all: int

    @property
    def keeps_easy(self) -> bool:
        """Whether its share of the easy cases is much above its share of all."""
        return self.easy >= LEAST_EASY and (self.of_easy - self.of_all) * 100 >= POINTS_ABOVE


def kept(prime: Cases, others: Iterable[Cases]) -> Kept | None:
    """What the prime kept; None while somebody's cases are not known, nobody is beneath it, or there were no easy cases."""
    found = list(others)
    if not found or not prime.is_known or any(not one.is_known for one in found):
        return None
    easy = (prime.easy or 0) + sum(one.easy or 0 for one in found)
    every = prime.total + sum(one.total for one in found)
    if not easy:
        return None
    return Kept(Fraction(prime.easy or 0, easy), Fraction(prime.total, every), easy, every)


def left(shares: Iterable[Decimal | None]) -> Decimal:
    """What of 100 % these shares leave to the prime."""
    return WHOLE - sum((one for one in shares if one is not None), Decimal(0))


def problem_with_shares(shares: Sequence[Decimal | None], share: Decimal | None) -> str | None:
    """Why ``share`` does not go with the others of a period; None where they are 100 % or less together."""
    free = left(shares)
    if share is None or share <= free:
        return None
    return f"Together that is {percent_words(WHOLE - free + share)}: enter {percent_words(max(free, Decimal(0)))} or less"


def percent_words(value: Decimal) -> str:
    """“12.5 %”, “100 %”."""
    return f"{value.normalize():f} %"


def share_words(part: Fraction) -> str:
    """“67 %”: rounded once."""
    return f"{(Decimal(part.numerator) * 100 / Decimal(part.denominator)).quantize(Decimal(1), ROUND_HALF_UP)} %"


def kept_words(prime: str, found: Kept | None) -> str:
    """What the page says of it, in a sentence."""
    if found is None:
        return ""
    easy = f"{share_words(found.of_easy)} of the {found.easy} easy cases"
    words = f"{prime} kept {easy}, and {share_words(found.of_all)} of all {found.all}"
    if found.keeps_easy:
        return f"{words}. That is {POINTS_ABOVE} points or more above: the harder cases are passed on."
    return f"{words}."
