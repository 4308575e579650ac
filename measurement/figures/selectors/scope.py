"""What a figure is about: whose contracts, which months, as known on which day."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.utils.http import urlencode

from contracts.performance.spans import Span, first_of_month
from contracts.performance.spans import last_months as months_before
from contracts.register.models import Contract
from socialvalue.common import clock

MONTHS = {"3": "The last 3 months", "6": "The last 6 months", "12": "The last 12 months", "24": "The last 24 months"}


@dataclass(frozen=True)
class Scope:
    """``starts_on`` to ``ends_on``: periods that ended within it. ``as_of``: as known on the evening of that day."""

    council_id: int
    starts_on: date
    ends_on: date
    as_of: date
    directorate_id: int | None = None
    district_id: int | None = None

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.ends_on, self.as_of)

    def contracts(self) -> QuerySet[Contract]:
        """The contracts counted: in force or ended, never those still being agreed."""
        rows = Contract.objects.public().filter(council=self.council_id).order_by()
        if self.directorate_id:
            rows = rows.filter(directorate=self.directorate_id)
        if self.district_id:
            rows = rows.filter(districts=self.district_id)
        return rows

    @property
    def query(self) -> str:
        """The scope as the parameters of an address, so that a figure's page counts what the figure counts."""
        parts = {"from": self.starts_on.isoformat(), "to": self.ends_on.isoformat()}
        if self.directorate_id:
            parts["directorate"] = str(self.directorate_id)
        if self.district_id:
            parts["district"] = str(self.district_id)
        return urlencode(parts)

    def over(self, starts_on: date, ends_on: date) -> "Scope":
        return replace(self, starts_on=starts_on, ends_on=ends_on)


def last_months(months: int, today: date | None = None) -> tuple[date, date]:
    """The last so many whole months before this one."""
    return months_before(months, today or clock.today())


__all__ = ["MONTHS", "Scope", "first_of_month", "last_months"]
