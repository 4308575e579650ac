"""How several periods make one figure: values added up, shares joined by their two numbers, levels weighted by days. Pure, exact.

Each reported row brings a weight, what was got and (where it has them) what was wanted and the least that was acceptable, such
that a standing is one comparison of sums: got against wanted. A value is what was got over the weight.

============  =======================  ========================  ======================
kind          weight                   got                       wanted
============  =======================  ========================  ======================
sum           none: it is not divided  value                     target
ratio         denominator              100 × numerator           target × denominator
level,        days of the period       value × days              target × days
composite
yes_no        none                     1 kept, 0 not             1
milestone     none                     1 done, 0 not             1
============  =======================  ========================  ======================

A row without cases brings nothing, for or against.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from contracts.performance.enums import Kind
from contracts.performance.rows import Reported, Row

ADDED = (Kind.SUM, Kind.YES_NO, Kind.MILESTONE)
# A score made of sub-scores is a level: over several periods it is their mean, weighted by days
LEVELS = (Kind.LEVEL, Kind.COMPOSITE)


def counted_as(kind: str) -> str:
    """The kind under which figures speak of it."""
    return Kind.LEVEL if kind in LEVELS else kind


def kinds_counted_as(kind: str) -> tuple[str, ...]:
    """The kinds of KPIs that figures of ``kind`` are made of."""
    return tuple(one for one in Kind.values if counted_as(one) == kind)


@dataclass(frozen=True)
class Part:
    """What one reported row brings."""

    weight: Fraction
    got: Fraction
    wanted: Fraction | None
    least: Fraction | None


@dataclass(frozen=True)
class Combined:
    """The reported rows of a KPI as one.

    ``value`` of all of them; ``compared``, ``target`` and ``minimum`` of those that have a target, in the KPI's unit (a share in
    percent). ``minimum`` only where every compared row has one. ``cases``: at least one row was not “no cases”.
    """

    value: Fraction | None = None
    compared: Fraction | None = None
    target: Fraction | None = None
    minimum: Fraction | None = None
    cases: bool = False


def part(row: Row, kind: str) -> Part | None:
    """What a row brings; None where nothing is verified or there were no cases."""
    found = _weighed(row.reported, kind, row.days) if row.reported else None
    if found is None:
        return None
    weight, got = found
    each = Fraction(1) if kind in ADDED else weight
    target, minimum = row.target, row.minimum
    return Part(
        weight,
        got,
        None if target is None else Fraction(target) * each,
        None if target is None or minimum is None else Fraction(minimum) * each,
    )


def _weighed(reported: Reported, kind: str, days: int) -> tuple[Fraction, Fraction] | None:
    """(weight, got) of what was reported."""
    if kind == Kind.RATIO:
        if reported.numerator is None or not reported.denominator:
            return None
        return Fraction(reported.denominator), 100 * Fraction(reported.numerator)
    if reported.value is None:
        return None
    if kind in LEVELS:
        return Fraction(days), Fraction(reported.value) * days
    return Fraction(1), Fraction(reported.value)


def combine(rows: Iterable[Row], kind: str) -> Combined:
    """The reported ones of ``rows`` as one figure. Without any, everything is None."""
    parts = [found for row in rows if (found := part(row, kind)) is not None]
    if not parts:
        return Combined()
    aimed = [p for p in parts if p.wanted is not None]
    least = [p.least for p in aimed if p.least is not None]
    divisor = _none if kind in ADDED else _weight
    return Combined(
        value=_total([p.got for p in parts], divisor(parts)),
        compared=_total([p.got for p in aimed], divisor(aimed)),
        target=_total([p.wanted for p in aimed if p.wanted is not None], divisor(aimed)),
        minimum=_total(least, divisor(aimed)) if len(least) == len(aimed) else None,
        cases=True,
    )


def _none(parts: list[Part]) -> Fraction:
    return Fraction(1)


def _weight(parts: list[Part]) -> Fraction:
    return sum((p.weight for p in parts), Fraction(0))


def _total(values: list[Fraction], divisor: Fraction) -> Fraction | None:
    return sum(values, Fraction(0)) / divisor if values else None
