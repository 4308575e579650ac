"""The days a picture of the year shades."""

from datetime import date

from procurement.pipeline.calculations.periods import periods_of
from socialvalue.law.days import NEVER_CLOSED, Closed, Proclaimed, council_holidays


def shaded(first: date, last: date, proclaimed: Proclaimed, closed: Closed = NEVER_CLOSED) -> list[tuple[date, date, str]]:
    """Holiday periods, England's bank holidays and the council's closed days that touch the days shown: (first, last day, name).

    When the council and its providers are away, which is the council's own calendar and not the law's.
    """
    found = []
    for year in range(first.year, last.year + 1):
        found += [(a, b, name.removeprefix("the ")) for name, a, b in periods_of(year)]
        found += [(day, day, name) for day, name in council_holidays(year, proclaimed, closed).items()]
    return sorted({s for s in found if s[0] <= last and s[1] >= first})
