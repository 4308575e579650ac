"""What was spent of a contract, beside what it is worth and how much of its term is over. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from socialvalue.common.templatetags.formats import plain_money


@dataclass(frozen=True)
class Spent:
    """Pounds without VAT. ``worth``: over the term; None where it is not known. ``term``: the share of its days that is over."""

    total: Decimal
    worth: Decimal | None
    term: Fraction | None

    @property
    def share(self) -> Fraction | None:
        """Of what it is worth; None where that is not known, or nothing."""
        return Fraction(self.total) / Fraction(self.worth) if self.worth else None

    @property
    def over(self) -> Decimal:
        """By how much more is spent than it is worth; 0 where it is not."""
        return max(self.total - self.worth, Decimal(0)) if self.worth is not None else Decimal(0)

    @property
    def words(self) -> str:
        """“£1,200,000 of £3,000,000 is spent (40 %), after 55 % of the term”.

        Per cents are rounded down: 100 % is said of no less.
        """
        if self.worth is None or self.share is None:
            return f"{plain_money(self.total)} is spent"
        said = f"{plain_money(self.total)} of {plain_money(self.worth)} is spent ({int(self.share * 100)} %)"
        return said if self.term is None else f"{said}, after {int(self.term * 100)} % of the term"


def spent_of(amounts: Iterable[Decimal], worth: Decimal | None, term: Fraction | None) -> Spent:
    return Spent(sum(amounts, Decimal(0)), worth, term)


def term_over(starts_on: date, ends_on: date | None, day: date) -> Fraction | None:
    """The share of the days from first to last that is over by the end of ``day``; None without an end."""
    if ends_on is None:
        return None
    gone = (min(day, ends_on) - starts_on).days + 1
    return Fraction(max(gone, 0), (ends_on - starts_on).days + 1)
