"""What a contract is worth over its term. Pure."""

from datetime import date
from decimal import Decimal

from socialvalue.law.periods import MONTHS_OF, months_of_term

# From this value on the register must name a manager and a lead director (Select Committee, recommendation on owners)
OWNERS_FROM = Decimal("50000")


def worth(annual: Decimal | None, total: Decimal | None, starts_on: date, ends_on: date | None) -> Decimal | None:
    """Pounds over the term: the total when it is known, otherwise the annual value times the years, at least one.

    Years by the contract's own calendar: three of them are three times the annual value, leap year or not. Without an end
    it is worth what it costs in a year as far as anybody knows.
    """
    if total is not None or annual is None:
        return total
    if ends_on is None:
        return annual
    years = months_of_term(starts_on, ends_on, MONTHS_OF["year"]) / MONTHS_OF["year"]
    return max(annual, annual * years.numerator / years.denominator)
