"""The span of time a standing is about, and how it is said. Pure.

A page that lets nobody choose shows the last twelve whole months: the contract list, a contract, a KPI, the home page and
oversight then answer the same question.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from socialvalue.common.templatetags.formats import MONTHS, plain_day

USUAL_MONTHS = 12


@dataclass(frozen=True)
class Span:
    """Periods whose last day lies from ``starts_on`` to ``ends_on``, as known on ``as_of``; London's days, both ends included."""

    starts_on: date
    ends_on: date
    as_of: date

    @property
    def words(self) -> str:
        return f"{plain_day(self.starts_on)} to {plain_day(self.ends_on)}"

    @property
    def during(self) -> str:
        """“in the 12 months to 31 October 2026”, “in October 2026”, “from 3 May 2026 to 7 June 2026”; in a sentence's middle."""
        after = self.ends_on + timedelta(days=1)
        if self.starts_on.day != 1 or after.day != 1:
            return f"from {self.words}"
        months = (after.year - self.starts_on.year) * 12 + after.month - self.starts_on.month
        if months == 1:
            return f"in {MONTHS[self.starts_on.month - 1]} {self.starts_on.year}"
        return f"in the {months} months to {plain_day(self.ends_on)}"


def first_of_month(day: date, back: int = 0) -> date:
    """The first day of the month ``back`` months before ``day``'s (a negative number: after it)."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def last_months(months: int, today: date) -> tuple[date, date]:
    """The last so many whole months before ``today``'s."""
    return first_of_month(today, months), first_of_month(today) - timedelta(days=1)


def usual(today: date) -> Span:
    """The last twelve whole months, as known today."""
    return Span(*last_months(USUAL_MONTHS, today), as_of=today)


def whole(starts_on: date, today: date) -> Span:
    """From a contract's first day until today."""
    return Span(min(starts_on, today), today, today)
