"""What is said of a figure, in a sentence; the same for a KPI, a measure, a chart and a report. Pure."""

from decimal import Decimal
from fractions import Fraction

from contracts.performance.enums import Kind
from contracts.performance.shown import quantity
from contracts.performance.standing import KpiFigure
from socialvalue.common.templatetags.formats import plain_number
from socialvalue.framework.enums import Direction

Number = Decimal | Fraction
SIGNS = ("£", "GBP", "%")


def said(
    value: Number | None,
    target: Number | None,
    unit: str,
    *,
    kind: str = Kind.SUM,
    direction: str = Direction.HIGHER,
    compared: Number | None = None,
) -> str:
    """“16 of the 20 people promised”, “20 complaints, at most 10 agreed”, “58 %, at least 60 % agreed”, “3 of 4 kept”.

    ``target`` and ``compared`` belong to the same periods; ``compared`` (``value`` without it) is said where it differs from the
    whole. A share of what was promised is said only where more is better and something was promised.
    """
    if value is None:
        return "nothing verified yet"
    if target is None:
        return f"{quantity(value, unit)}, without a target"
    set_against = value if compared is None else compared
    words = _against(set_against, target, unit, kind, direction)
    if set_against != value and kind == Kind.SUM:
        return f"{words}; {quantity(value, unit)} in all periods, some of them without a target"
    return words


def _against(value: Number, target: Number, unit: str, kind: str, direction: str) -> str:
    if kind in (Kind.YES_NO, Kind.MILESTONE):
        return f"{plain_number(value)} of {plain_number(target)} {'kept' if kind == Kind.YES_NO else 'done'}"
    if direction == Direction.LOWER:
        return f"{quantity(value, unit, target)}, at most {bare(target, unit, value)} agreed"
    if kind != Kind.SUM:
        return f"{quantity(value, unit, target)}, at least {bare(target, unit, value)} agreed"
    if not target:
        return f"{quantity(value, unit)}, none promised for these periods"
    return f"{bare(value, unit, target)} of the {quantity(target, unit, value)} promised"


def bare(value: Number, unit: str, *marks: Number | None) -> str:
    """A value beside another that names the unit: the number alone, but “£” and “%” stay with it."""
    return quantity(value, unit if unit in SIGNS else "", *marks)


def figure_words(found: KpiFigure, unit: str) -> str:
    """What a KPI brought over the span; “no cases” where returns came and none of them had anything to count."""
    if found.value is None and found.counts.reported:
        return "no cases"
    return said(found.value, found.target, unit, kind=found.kind, direction=found.direction, compared=found.compared)


def share(value: Number | None, target: Number | None, kind: str, direction: str) -> Fraction | None:
    """Delivered as a part of what was promised for the same periods; only of sums where more is better and any was promised."""
    if value is None or not target or kind != Kind.SUM or direction != Direction.HIGHER:
        return None
    return Fraction(value) / Fraction(target)


def gap_words(found: KpiFigure, unit: str) -> str:
    """What is missing, in the unit itself: “4 short of 20 people”, “8 complaints more than the 10 agreed”, “1 of 4 not kept”.

    “” where nothing is missing, or nothing can be set against a target. A difference is never rounded away to nought.
    """
    value, target = found.compared, found.target
    if value is None or target is None:
        return ""
    missing = value - target if found.direction == Direction.LOWER else target - value
    if missing <= 0:
        return ""
    if found.kind in (Kind.YES_NO, Kind.MILESTONE):
        return f"{plain_number(missing)} of {plain_number(target)} not {'kept' if found.kind == Kind.YES_NO else 'done'}"
    if found.direction == Direction.LOWER:
        return f"{_difference(missing, unit)} more than the {bare(target, unit)} agreed"
    if found.kind == Kind.SUM:
        return f"{bare(missing, unit, Fraction(0))} short of {quantity(target, unit)}"
    return f"{_difference(missing, unit)} short of {quantity(target, unit)}"


def _difference(missing: Fraction, unit: str) -> str:
    """Two shares differ by points, not by percent."""
    return quantity(missing, "points" if unit == "%" else unit, Fraction(0))
