"""What is asked about a figure that may be a slip of the pen: asked, never refused. Pure.

A reported figure is compared with what was promised for its period and with what earlier periods brought. Who reports reads
the questions before handing in; who verifies reads those that still stand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from socialvalue.common.templatetags.formats import plain_number, plain_quantity

TIMES = 3
# Whole numbers up to here jump by chance: one apprentice, then four, is no slip
SMALL = 5
HUNDRED = Decimal(100)
PEOPLE = re.compile(
    r"\b(people|persons?|apprentic\w+|jobs|children|adults|carers|volunteers|learners|pupils|students|families|households"
    r"|residents|clients|users|employees|workers|starters|leavers|trainees|placements)\b",
    re.IGNORECASE,
)
NO_HEADS = re.compile(r"%|\bper\b|\bfte\b|equivalent|\bhours?\b|\bdays?\b|\bweeks?\b", re.IGNORECASE)
COMPARED = ("sum", "level", "ratio")


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What a period before brought: its first and last day, its value in the KPI's unit."""

    starts_on: date
    ends_on: date
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A figure as it was typed, and what it is held against.

    ``kind`` is sum, ratio, level, yes_no or milestone; ``value`` is in ``unit``, of a ratio 100 × numerator ÷ denominator.
    ``direction`` is higher or lower (is better); ``target`` and ``minimum`` are those of this period, None where there is none.
    ``earlier``: the periods before, the oldest first.
    """

    kind: str
    unit: str
    starts_on: date
    ends_on: date
    value: Decimal | None
    direction: str = "higher"
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: Decimal | None = None
    minimum: Decimal | None = None
    earlier: Sequence[Earlier] = ()

    @property
    def in_percent(self) -> bool:
        return self.unit.strip().casefold().startswith(("%", "per cent", "percent"))

    def said(self, value: Decimal | Fraction) -> str:
        return plain_quantity(value, self.unit)


def questions(reported: Asked) -> list[str]:
    """What to ask about the figure, each a short sentence or two; empty when it looks as expected or nothing is typed yet."""
    value = reported.value
    if reported.kind not in COMPARED or value is None:
        return []
    slip = _slip(reported, value)
    if slip:
        # Everything else would ask about the same slip again
        return [slip]
    asked = (_far_from_the_promise(reported, value), _far_from_the_last(reported, value), _parts_of_people(reported, value))
    return [question for question in asked if question]


def _slip(reported: Asked, value: Decimal) -> str:
    """A figure that is most likely another one: two numbers the wrong way round, a fraction for a percentage."""
    numerator, denominator = reported.numerator, reported.denominator
    if numerator is not None and denominator is not None:
        if numerator > denominator:
            said = f"{plain_number(numerator)} of {plain_number(denominator)}"
            return f"{said} is more than all of them. Are the two numbers the right way round?"
        return ""
    if not reported.in_percent:
        return ""
    known = [one for one in (reported.target, *(e.value for e in reported.earlier)) if one is not None]
    if 0 < value <= 1 and any(one > 1 for one in known):
        return f"{reported.said(value)} – did you mean {reported.said(value * 100)}?"
    if value > HUNDRED and not any(one > HUNDRED for one in known):
        return f"{reported.said(value)} is more than 100 %. Can that be?"
    return ""


def _far_from_the_promise(reported: Asked, value: Decimal) -> str:
    target = reported.target
    if target is None or target <= 0:
        return ""
    higher = reported.direction == "higher"
    promised = f"the {reported.said(target)} {'promised' if higher else 'agreed as the most'}"
    if value > target * TIMES and not _within(value, reported.minimum, higher=higher):
        return f"{reported.said(value)} is more than three times {promised}. Is the figure right?"
    # Few complaints are good news; few apprentices are a question
    if higher and value * TIMES < target and not _within(value, reported.minimum, higher=higher):
        return f"{reported.said(value)} is less than a third of {promised}. Is the figure right?"
    return ""


def _within(value: Decimal, minimum: Decimal | None, *, higher: bool) -> bool:
    """Expected all the same, because both sides agreed how bad it may be; more than was promised is never that."""
    if minimum is None:
        return False
    return minimum <= value <= minimum * TIMES if higher else value <= minimum


def _far_from_the_last(reported: Asked, value: Decimal) -> str:
    if not reported.earlier:
        return ""
    last = reported.earlier[-1]
    before = _as_long(last, reported)
    if before <= 0 or value < 0 or _both_small(value, last.value):
        return ""
    if before / TIMES <= value <= before * TIMES:
        return ""
    return f"{reported.said(value)}, after {reported.said(last.value)} in the period before. Is the figure right?"


def _as_long(last: Earlier, reported: Asked) -> Fraction:
    """What the last period would have brought had it been as long as this one; a level does not grow with the days."""
    if reported.kind != "sum":
        return Fraction(last.value)
    return Fraction(last.value) * _days(reported.starts_on, reported.ends_on) / _days(last.starts_on, last.ends_on)


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def _both_small(*values: Decimal) -> bool:
    return all(abs(value) <= SMALL and value == value.to_integral_value() for value in values)


def _parts_of_people(reported: Asked, value: Decimal) -> str:
    unit = reported.unit
    if reported.kind != "sum" or value == value.to_integral_value() or NO_HEADS.search(unit):
        return ""
    if not PEOPLE.search(unit):
        return ""
    return f"{reported.said(value)}: is this counted in heads, or in full-time equivalents?"
