"""What a figure is. Pure: decimals and fractions in, sentences and fractions out; how it is made is ``contracts/performance``.

Three rules run through all of it. Missing is not zero: a return nobody made lowers the coverage, never the value. Unlike units
are never added. What nobody has verified yet is counted beside the figure, never in it.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.performance.coverage import coverage, coverage_words
from contracts.performance.enums import Kind
from contracts.performance.rows import Counts
from contracts.performance.shown import part, quantity
from contracts.performance.words import said, share
from socialvalue.framework.enums import Direction

Number = Decimal | Fraction


@dataclass(frozen=True)
class Figure:
    """A number with its reasons.

    ``counted`` says in words what was counted. ``value`` is of every verified return; ``compared`` and ``target`` of those that
    have a target, so that like stands against like (``minimum`` too, where each of them has one); ``promised`` covers every
    period that was owed. ``counts``: the returns behind it. ``url`` leads to them.
    """

    key: str
    label: str
    value: Number | None
    unit: str
    counted: str = ""
    compared: Number | None = None
    target: Number | None = None
    minimum: Number | None = None
    promised: Number | None = None
    counts: Counts = Counts()
    kind: str = Kind.SUM
    direction: str = Direction.HIGHER
    url: str = ""
    # Of a measure: its keys in every version of the framework
    ids: frozenset[int] = frozenset()
    # Of a share, the two numbers behind it: “1,160 of 2,000”
    numbers: str = ""
    # Of a measure, its KPIs by how they stand: “3 on target, 1 below target”
    by_standing: str = ""

    @property
    def coverage(self) -> Fraction | None:
        return coverage(self.counts)

    @property
    def share(self) -> Fraction | None:
        """Delivered as a part of what was promised for the same periods; None where that says nothing (less is better)."""
        return share(self.compared, self.target, self.kind, self.direction)

    @property
    def coverage_words(self) -> str:
        return coverage_words(self.counts)

    @property
    def is_unjoined(self) -> bool:
        """A level, which has no value over contracts although its returns came."""
        return self.kind == Kind.LEVEL and self.value is None and bool(self.counts.reported)

    @property
    def shown_value(self) -> str:
        return "each KPI for itself" if self.is_unjoined else quantity(self.value, self.unit, self.target)

    @property
    def bar(self) -> Number | None:
        """What is drawn beside the target: of the same periods. None where nothing can be drawn."""
        return self.value if self.target is None else self.compared

    @property
    def shown_bar(self) -> str:
        return quantity(self.bar, self.unit, self.target)

    @property
    def shown_share(self) -> str:
        """The part of what was promised, in words; “” where a part says nothing."""
        return "" if self.share is None else part(self.share)

    @property
    def shown_promised(self) -> str:
        """What was agreed for every period that is due by now, in words; “” where that does not add up."""
        if self.promised is None:
            return ""
        words = quantity(self.promised, self.unit)
        return f"at most {words}" if self.direction == Direction.LOWER else words

    @property
    def said(self) -> str:
        """What was delivered against what was agreed: “58 %, at least 60 % agreed; 1,160 of 2,000”."""
        if self.is_unjoined:
            return f"each KPI stands for itself: {self.by_standing}"
        if self.value is None and self.counts.reported:
            return "no cases"
        words = said(self.value, self.target, self.unit, kind=self.kind, direction=self.direction, compared=self.compared)
        return f"{words}; {self.numbers}" if self.numbers else words

    @property
    def sentence(self) -> str:
        """What it says in words: “171 of the 240 people promised; 9 of 12 returns verified.”"""
        return f"{self.said[0].upper()}{self.said[1:]}; {self.coverage_words[0].lower()}{self.coverage_words[1:]}."
