"""What may be typed as the figure of a period, by the kind of its KPI. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contracts.performance.composing import NOTHING, SubScore
from contracts.performance.enums import Kind
from contracts.returns.calculations.answering import Given, answer_problems, field_of, worked_of

PLACES = Decimal("0.0001")
MOST_VALUE = Decimal(10) ** 10
# Of the two numbers of a share: what can be added up exactly over fifty thousand contracts
PART_PLACES = Decimal("0.01")
MOST_PART = Decimal(10) ** 9
# Of these kinds a period may have nothing to measure; a number that is added up is 0 then
MAY_HAVE_NO_CASES = (Kind.RATIO, Kind.LEVEL)
ANSWERED = (Kind.YES_NO, Kind.MILESTONE)
PARTS = {"numerator": "The first number", "denominator": "The second number"}
Problem = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """``value`` in the KPI's unit (of yes and no 1 and 0); of a share ``numerator`` of ``denominator``; or ``no_cases``.

    Of a composite ``answers`` by the key of their sub-score, and, once settled, the ``working`` of its value.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    no_cases: bool = False
    answers: Mapping[str, str] | None = None
    working: Sequence[Mapping[str, Any]] | None = None

    @property
    def typed(self) -> dict[str, Any]:
        """What somebody types of it, as ``save_return`` takes it: all but what is worked out."""
        return {name: given for name, given in vars(self).items() if name != "working"}

    @property
    def is_empty(self) -> bool:
        """Nothing is typed yet."""
        typed = (self.value, self.numerator, self.denominator)
        return not self.no_cases and not self.answers and all(one is None for one in typed)


def settled(kind: str, figure: Figure, subs: Sequence[SubScore] = (), given: Given = ()) -> Figure:
    """As it is kept: a share with its value, 100 × numerator ÷ denominator to four places, half up; 0 of 0 is no cases.

    Of a composite with the working of its ``subs``; ``given``: (key, kind) of the evidence that is named with it.
    """
    if kind == Kind.COMPOSITE:
        return _scored(figure, subs, given)
    if kind != Kind.RATIO or figure.numerator is None or figure.denominator is None:
        return figure
    if figure.denominator == 0:
        return Figure(no_cases=True)
    value = (100 * figure.numerator / figure.denominator).quantize(PLACES, ROUND_HALF_UP)
    return Figure(value=value, numerator=figure.numerator, denominator=figure.denominator)


def _scored(figure: Figure, subs: Sequence[SubScore], given: Given) -> Figure:
    """What nobody answered part by part (of earlier records the score alone is known) stays as it is."""
    answers = figure.answers or {}
    if figure.no_cases and not answers:
        answers = {sub.key: NOTHING for sub in subs}
    worked = worked_of(subs, answers, given)
    if worked is None:
        return Figure(value=figure.value)
    kept = {line.sub.key: line.answer for line in worked.lines if line.is_answered}
    return Figure(value=worked.value, no_cases=worked.no_cases, answers=kept, working=worked.plain())


def problems(
    kind: str, figure: Figure, *, may_be_negative: bool, subs: Sequence[SubScore] = (), earlier: bool = False
) -> list[Problem]:
    """(field, message) for everything that makes no figure. One that is half typed is a problem, an empty one is none.

    ``earlier``: from earlier records, where of a composite the score alone may be known.
    """
    if kind == Kind.COMPOSITE:
        return list(_of_score(figure, subs, earlier))
    if figure.answers:
        return [("value", "This KPI is one figure, and not made of sub-scores")]
    if figure.no_cases:
        return list(_of_no_cases(kind, figure))
    if kind == Kind.RATIO:
        return list(_of_share(figure))
    if figure.numerator is not None or figure.denominator is not None:
        return [("value", "This KPI is one number, not so many out of so many")]
    return list(_of_value(kind, figure.value, may_be_negative=may_be_negative))


def _of_score(figure: Figure, subs: Sequence[SubScore], earlier: bool) -> Iterator[Problem]:
    if figure.answers:
        yield from answer_problems(subs, figure.answers)
    elif figure.numerator is not None or figure.denominator is not None:
        yield "value", "This KPI is a score, not so many out of so many"
    elif figure.value is not None and not earlier:
        yield field_of(subs[0]) if subs else "value", "This KPI is a score that is worked out: enter each sub-score"
    elif figure.value is not None and not 0 <= figure.value <= 100:
        yield "value", "A score is from 0 to 100"


def _of_no_cases(kind: str, figure: Figure) -> Iterator[Problem]:
    if kind not in MAY_HAVE_NO_CASES:
        yield "no_cases", "Only a share or a level can have no cases. If nothing was achieved, the figure is 0"
    elif figure.value is not None or figure.numerator or figure.denominator:
        yield "no_cases", "Either there were no cases or there is a figure: take one of them away"


def _of_share(figure: Figure) -> Iterator[Problem]:
    numerator, denominator = figure.numerator, figure.denominator
    if numerator is None and denominator is None:
        if figure.value is not None:
            yield "numerator", "This KPI is a share: enter two numbers, such as 12 of 15"
        return
    for name, given in (("numerator", numerator), ("denominator", denominator)):
        if given is None:
            yield name, "Enter both numbers, such as 12 of 15"
        elif given < 0:
            yield name, f"{PARTS[name]} cannot be negative"
        elif given >= MOST_PART or given != given.quantize(PART_PLACES):
            yield name, f"{PARTS[name]} must be below 1,000,000,000 and have at most 2 decimal places"
    if numerator and denominator and 100 * numerator / denominator >= MOST_VALUE:
        yield "denominator", "This is more than a share can be: check both numbers"
    if numerator and denominator == 0:
        yield "denominator", "Nothing is counted out of 0. If there were no cases, both numbers are 0"


def _of_value(kind: str, value: Decimal | None, *, may_be_negative: bool) -> Iterator[Problem]:
    if value is None:
        return
    if kind in ANSWERED:
        if value not in (0, 1):
            yield "value", "Answer yes or no"
    elif abs(value) >= MOST_VALUE or value != value.quantize(PLACES):
        yield "value", "The value must have at most 10 digits before the decimal point and 4 behind it"
    elif value < 0 and not may_be_negative:
        yield "value", "The value cannot be negative"


def missing(kind: str, figure: Figure) -> Problem | None:
    """(field, message) where there is nothing yet that could be handed in."""
    if figure.no_cases or figure.value is not None:
        return None
    if kind == Kind.COMPOSITE:
        first = next((line for line in figure.working or () if not line["answer"]), None)
        if first is None:
            return "value", "Enter the sub-scores"
        return f"answer_{first['key']}", f"Enter “{first['wording']}”, or say that there was nothing to measure"
    if kind == Kind.RATIO:
        return "numerator", "Enter both numbers, or say that there were no cases"
    if kind in ANSWERED:
        return "value", "Answer yes or no"
    if kind == Kind.LEVEL:
        return "value", "Enter the value, or say that there were no cases"
    return "value", "Enter the value. If nothing was achieved, enter 0 and say why"
