"""The mark of a question that is marked by proxy values. Pure: dates, ``Fraction`` and ``Decimal``, no database.

pounds = Σ quantity over the whole term × pinned value; mark = scale maximum × min(1, pounds ÷ full marks at), rounded once,
half up, to two decimals, because the mark is what is recorded. No other bid appears in it (docs/decisions/0009-proxy-scoring.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from socialvalue.law.periods import MONTHS_OF, months_of_term

# How often a promise per period is reported once it is in a contract (docs/decisions/0008-targets-over-the-term.md). A last
# period that the end of the contract cuts counts for the part that its days are, so the step decides how much that is.
STEPS = {"month": 1, "quarter": 3, "year": 6}


@dataclass(frozen=True)
class Offer:
    """One commitment: ``measure`` the id of its measure or None; ``quantity`` ``per`` term, year, quarter or month.

    ``quantity`` or ``per`` is missing while it is being written: it counts for nothing then, which is not the same as 0.
    """

    key: object
    measure: int | None
    quantity: Decimal | None
    per: str


@dataclass(frozen=True)
class Line:
    """The working of one commitment. ``value``: pounds for one, None where its measure has no pinned value.

    ``over_term``: how many over the whole contract, None while quantity or period is missing. ``pounds``: 0 for both.
    """

    offer: Offer
    over_term: Decimal | None
    value: Decimal | None
    pounds: Fraction


@dataclass(frozen=True)
class Working:
    """The whole working. ``mark`` is None where it is not yet said at how many pounds full marks are reached."""

    lines: tuple[Line, ...]
    pounds: Fraction
    full_marks_at: Decimal | None
    maximum: int
    mark: Decimal | None

    @property
    def capped(self) -> bool:
        """More pounds than full marks need."""
        return self.full_marks_at is not None and self.pounds > self.full_marks_at


def over_the_term(quantity: Decimal, per: str, starts_on: date, ends_on: date) -> Decimal:
    """What a promise comes to by the last day of the contract, in its unit.

    Counted as the contract will count it: the whole number that has fallen due by then (four places for a quantity with
    decimals), so a mark never rests on three quarters of a person. Raises KeyError for an unknown period.
    """
    if per == "term":
        return quantity
    exact = Fraction(quantity) * months_of_term(starts_on, ends_on, STEPS[per]) / MONTHS_OF[per]
    places = 0 if quantity == quantity.to_integral_value() else 4
    return Decimal((exact * 10**places).__floor__()).scaleb(-places)


def mark_of(pounds: Fraction, full_marks_at: Decimal, maximum: int) -> Decimal:
    """The mark from 0 to ``maximum`` with two decimals, half up."""
    exact = maximum * min(Fraction(1), pounds / Fraction(full_marks_at))
    return Decimal((exact * 100 + Fraction(1, 2)).__floor__()).scaleb(-2)


def work_out(
    offers: Iterable[Offer],
    values: Mapping[int, Decimal],
    *,
    full_marks_at: Decimal | None,
    maximum: int,
    starts_on: date,
    ends_on: date,
) -> Working:
    """The working for one bid. ``values``: pounds for one unit, by the id of the measure."""
    lines = []
    for offer in offers:
        value = None if offer.measure is None else values.get(offer.measure)
        amount = None
        if offer.quantity is not None and offer.per:
            amount = over_the_term(offer.quantity, offer.per, starts_on, ends_on)
        pounds = Fraction(0) if amount is None or value is None else Fraction(amount) * Fraction(value)
        lines.append(Line(offer, amount, value, pounds))
    total = sum((line.pounds for line in lines), Fraction(0))
    mark = mark_of(total, full_marks_at, maximum) if full_marks_at else None
    return Working(tuple(lines), total, full_marks_at, maximum, mark)
