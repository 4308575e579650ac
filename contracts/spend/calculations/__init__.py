"""What was spent of a contract, beside what it is worth and how much of its term is over. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from socialvalue.common.templatetags.formats import plain_day, plain_money
from socialvalue.law.periods import days_of_financial_year, financial_year

# The first and the last day
Days = tuple[date, date]
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spent:
    """Pounds without VAT. ``worth``: over the term; None where it is not known. ``term``: the share of its days that is over.

    ``by``: the latest day that was counted; None where it does not matter. ``gaps``: days before it of which nobody has said
    what was spent, so that the total is not all.
    """

    total: Decimal
    worth: Decimal | None
    term: Fraction | None
    by: date | None = None
    gaps: Sequence[Days] = ()

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
        """“£1,200,000 of £3,000,000 is spent (40 %) by 31 March 2026, after 55 % of the term”.

        Per cents are rounded down: 100 % is said of no less. With days left out the term is no measure, and they are named.
        """
        said = f"{plain_money(self.total)} is spent"
        if self.worth is not None and self.share is not None:
            said = f"{plain_money(self.total)} of {plain_money(self.worth)} is spent ({int(self.share * 100)} %)"
        if self.by is not None:
            said = f"{said} by {plain_day(self.by)}"
        if self.gaps:
            days = ", and ".join(f"from {plain_day(first)} to {plain_day(last)}" for first, last in self.gaps)
            return f"At least {said}. Nobody has said what was spent {days}"
        return said if self.term is None or self.share is None else f"{said}, after {int(self.term * 100)} % of the term"


def spent_of(
    amounts: Iterable[Decimal], worth: Decimal | None, term: Fraction | None, *, by: date | None = None, gaps: Sequence[Days] = ()
) -> Spent:
    return Spent(sum(amounts, Decimal(0)), worth, term, by, gaps)


def not_said(starts_on: date, ends_on: date | None, up_to: Mapping[int, date]) -> list[Days]:
    """The days of a contract before the latest that was counted, of which nothing is said. ``up_to``: by financial year.

    What comes in after its last day belongs to a year of its own, and is missed by nobody.
    """
    if not up_to:
        return []
    latest = max(up_to.values())
    last = min(latest, ends_on) if ends_on else latest
    found: list[Days] = []
    for year in range(financial_year(starts_on), financial_year(last) + 1):
        opens, closes = days_of_financial_year(year)
        first = up_to[year] + A_DAY if year in up_to else max(opens, starts_on)
        until = min(closes, last)
        if first > until:
            continue
        if found and found[-1][1] + A_DAY == first:
            first = found.pop()[0]
        found.append((first, until))
    return found


def term_over(starts_on: date, ends_on: date | None, day: date) -> Fraction | None:
    """The share of the days from first to last that is over by the end of ``day``; None without an end."""
    if ends_on is None:
        return None
    gone = (min(day, ends_on) - starts_on).days + 1
    return Fraction(max(gone, 0), (ends_on - starts_on).days + 1)
