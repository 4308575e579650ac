"""A figure set against where things stood before the contract. Pure; in words, rounded once, here."""

from decimal import Decimal
from fractions import Fraction

from contracts.performance.enums import Kind
from socialvalue.framework.enums import Direction


def for_one_period(value: Fraction, kind: str, reported: int) -> Fraction:
    """A figure over several reported periods as that of one of them: only what is added up is divided."""
    return value / reported if kind == Kind.SUM else value


def against(now: Fraction, before: Decimal, *, unit: str, direction: str) -> str:
    """“25 % more than before, which is better”; of a percentage the difference in percentage points.

    ``now`` and ``before`` in the KPI's unit, for one reporting period. Whole per cents, half away from 0.
    """
    then = Fraction(before)
    if now == then:
        return "the same as before"
    better = (now > then) == (direction == Direction.HIGHER)
    much = _points(now - then) if unit == "%" else _share(now, then)
    if much == 0:
        return "about the same as before"
    word = "more" if now > then else "less"
    judged = "better" if better else "worse"
    if much is None:
        return f"{word} than before, when it was 0, which is {judged}"
    amount = f"{much} percentage point{'' if much == 1 else 's'}" if unit == "%" else f"{much} %"
    return f"{amount} {word} than before, which is {judged}"


def _points(difference: Fraction) -> int:
    return _whole(abs(difference))


def _share(now: Fraction, then: Fraction) -> int | None:
    return None if then == 0 else _whole(100 * abs(now - then) / abs(then))


def _whole(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))
