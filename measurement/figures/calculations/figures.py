"""What a figure is, and the arithmetic behind it. Pure: decimals and fractions in, decimals and fractions out.

Three rules run through all of it. Missing is not zero: a return nobody made lowers the coverage, never the value. Unlike units
are never added. What nobody has verified yet is counted beside the figure, never in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.performance.enums import Combining
from contracts.performance.rating import rate
from socialvalue.common.templatetags.formats import plain_number, plain_quantity
from socialvalue.framework.enums import Direction


class UnlikeUnits(ValueError):
    """Somebody tried to add people to tonnes."""


@dataclass(frozen=True)
class Figure:
    """A number with its reasons.

    ``counts`` says in words what was counted; ``reported`` of ``expected`` returns stand behind ``value``; ``waiting`` are
    returns made but not yet verified, outside ``value``. ``target`` covers every period that was owed, ``target_reported`` only
    the periods that ``value`` covers. ``url`` leads to the returns behind it.
    """

    key: str
    label: str
    value: Decimal | None
    unit: str
    counts: str = ""
    target: Decimal | None = None
    target_reported: Decimal | None = None
    reported: int = 0
    expected: int = 0
    waiting: int = 0
    rating: str = "none"
    url: str = ""

    @property
    def coverage(self) -> Fraction | None:
        return coverage(self.reported, self.expected)

    @property
    def share(self) -> Fraction | None:
        """Delivered as a part of what was promised for the same periods; None where either is missing."""
        return achieved(self.value, self.target_reported)

    @property
    def coverage_words(self) -> str:
        return coverage_words(self.reported, self.expected, self.waiting)

    @property
    def sentence(self) -> str:
        """What it says in words: “Delivered 71 % of the 240 people promised; 9 of 12 returns verified.”"""
        if self.value is None:
            said = "Nothing was reported and verified"
        elif self.share is None:
            said = f"Delivered {plain_quantity(self.value, self.unit)}, without a target"
        else:
            promised = plain_quantity(self.target_reported, self.unit)
            said = f"Delivered {plain_number(self.share * 100, 1)} % of the {promised} promised"
        return f"{said}; {self.coverage_words[0].lower()}{self.coverage_words[1:]}."


@dataclass(frozen=True)
class Reading:
    """One verified value of one period, with the target and floor pinned on its due row. ``order``: periods in time."""

    order: int
    value: Decimal
    target: Decimal | None = None
    floor: Decimal | None = None


@dataclass(frozen=True)
class Combined:
    """Several periods as one: ``value`` of all readings; ``compared``, ``target``, ``floor`` of those with a target."""

    value: Fraction | None
    compared: Fraction | None
    target: Fraction | None
    floor: Fraction | None


def combine(readings: Iterable[Reading], combining: str) -> Combined:
    """Add up, average, or take the latest; exact. Without readings everything is None."""
    rows = sorted(readings, key=lambda r: r.order)
    if not rows:
        return Combined(None, None, None, None)
    if combining == Combining.LATEST:
        rows = rows[-1:]
    aimed = [r for r in rows if r.target is not None]
    divide = combining == Combining.MEAN
    floors = [r.floor for r in aimed if r.floor is not None]
    return Combined(
        _total([r.value for r in rows], divide),
        _total([r.value for r in aimed], divide),
        _total([r.target for r in aimed if r.target is not None], divide),
        _total(floors, divide) if len(floors) == len(aimed) else None,
    )


def _total(values: Sequence[Decimal], divide: bool) -> Fraction | None:
    if not values:
        return None
    whole = sum((Fraction(v) for v in values), Fraction(0))
    return whole / len(values) if divide else whole


def rating(combined: Combined, direction: str) -> str:
    """green, amber, red; "missing" without a value, "none" without a target (Kent's published rule: target, then floor)."""
    if combined.value is None:
        return "missing"
    return str(
        rate(combined.compared if combined.target is not None else combined.value, combined.target, combined.floor, direction)
    )


def add(figures: Sequence[Figure], *, key: str, label: str, counts: str = "") -> Figure:
    """Figures of one unit as one. A figure without a value adds its coverage and nothing else. Raises UnlikeUnits."""
    units = sorted({f.unit for f in figures})
    if len(units) > 1:
        raise UnlikeUnits(f"{' and '.join(units)} cannot be added")
    return Figure(
        key=key,
        label=label,
        value=_sum(f.value for f in figures),
        unit=units[0] if units else "",
        counts=counts,
        target=_sum(f.target for f in figures),
        target_reported=_sum(f.target_reported for f in figures),
        reported=sum(f.reported for f in figures),
        expected=sum(f.expected for f in figures),
        waiting=sum(f.waiting for f in figures),
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [v for v in values if v is not None]
    return sum(known, Decimal(0)) if known else None


def achieved(delivered: Decimal | Fraction | int | None, promised: Decimal | Fraction | int | None) -> Fraction | None:
    """Delivered ÷ promised as an exact fraction; None where either is missing or nothing was promised."""
    if delivered is None or not promised:
        return None
    return Fraction(delivered) / Fraction(promised)


def coverage(reported: int, expected: int) -> Fraction | None:
    """Returns verified ÷ returns owed; None where none was owed."""
    return Fraction(reported, expected) if expected else None


def coverage_words(reported: int, expected: int, waiting: int = 0) -> str:
    """“9 of 12 returns verified, 2 waiting for verification”."""
    if not expected:
        words = "No return was owed"
    else:
        words = f"{reported:,} of {expected:,} {'return' if expected == 1 else 'returns'} verified"
    return f"{words}, {waiting:,} waiting for verification" if waiting else words


def direction_of_travel(values: Sequence[Decimal | None], direction: str = Direction.HIGHER) -> str:
    """ "better", "worse" or "level" by least squares over the whole time; "" with fewer than two values.

    ``values`` stand at equal distances in time; a gap (None) keeps its place and is left out of the line, not taken as nought.
    """
    points = [(Fraction(i), Fraction(v)) for i, v in enumerate(values) if v is not None]
    if len(points) < 2:
        return ""
    slope = trend(points)
    if slope == 0:
        return "level"
    return "better" if (slope > 0) == (direction == Direction.HIGHER) else "worse"


def trend(points: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The exact slope of the least-squares line through at least two points with different x."""
    n = len(points)
    none = Fraction(0)
    mean_x, mean_y = sum((x for x, _ in points), none) / n, sum((y for _, y in points), none) / n
    together = sum(((x - mean_x) * (y - mean_y) for x, y in points), none)
    return together / sum(((x - mean_x) * (x - mean_x) for x, _ in points), none)
