"""Figures as they are shown: rounded once, and never so that they contradict what is said of them. Pure."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from socialvalue.common.templatetags.formats import MISSING_TEXT, plain_number, plain_quantity

PLACES = 2
MOST_PLACES = 6
Number = Decimal | Fraction


def apart(value: Number, marks: Iterable[Number | None], places: int = PLACES) -> Decimal:
    """``value`` half up to ``places``, or to as many more as tell it apart from each mark it differs from.

    89.996 beside a target of 90 is 89.996, not 90. What six places do not tell apart is rounded away from the mark.
    """
    exact = Fraction(value)
    others = [Fraction(m) for m in marks if m is not None and Fraction(m) != exact]
    for digits in range(places, MOST_PLACES + 1):
        shown = _round(exact, digits, ROUND_HALF_UP)
        if all(_side(Fraction(shown), m) == _side(exact, m) for m in others):
            return shown
    nearest = min(others, key=lambda m: abs(m - exact))
    return _round(exact, MOST_PLACES, ROUND_FLOOR if exact < nearest else ROUND_CEILING)


def _side(value: Fraction, mark: Fraction) -> int:
    return (value > mark) - (value < mark)


def _round(value: Fraction, places: int, rounding: str) -> Decimal:
    step = Fraction(1, 10**places)
    units = value / step
    whole = units.numerator // units.denominator
    rest = units - whole
    up = rest > 0 if rounding == ROUND_CEILING else rounding == ROUND_HALF_UP and rest >= Fraction(1, 2)
    return Decimal(whole + up).scaleb(-places)


def quantity(value: Number | None, unit: str, *marks: Number | None) -> str:
    """A value with its unit in words, told apart from ``marks``: “89.996 %”, “£1,200”, “1 person”."""
    if value is None:
        return MISSING_TEXT
    shown = apart(value, marks)
    if shown == _round(Fraction(shown), PLACES, ROUND_HALF_UP):
        return plain_quantity(shown, unit)
    text = plain_number(shown, MOST_PLACES)
    if unit in ("£", "GBP"):
        return f"£{text}"
    return f"{text}\u00a0%" if unit == "%" else f"{text} {unit}".strip()


def part(value: Number | None, places: int = 1) -> str:
    """A part of one in percent, told apart from nothing and from the whole: 0.9996 is “99.96 %”, never “100 %”."""
    if value is None:
        return MISSING_TEXT
    shown = apart(Fraction(value) * 100, (Fraction(0), Fraction(100)), places)
    return f"{plain_number(shown, MOST_PLACES)}\u00a0%"


def plain(value: Number | None) -> str | None:
    """A number for a file: exact where it ends, else at most six decimals, half up; no trailing zeros. None stays None."""
    if value is None:
        return None
    exact = Fraction(value)
    ends = exact.denominator
    for prime in (2, 5):
        while ends % prime == 0:
            ends //= prime
    places = MOST_PLACES
    if ends == 1:
        while (exact * 10**places).denominator != 1:
            places += 1
    text = f"{_round(exact, places, ROUND_HALF_UP):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
