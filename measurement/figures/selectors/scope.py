"""What a figure is about: whose contracts, which months, as known on which day."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.http import urlencode

from contracts.kept.calculations.windows import is_asked
from contracts.kept.models import KeptContract
from contracts.kept.selectors.asked import closed_evening, counted_period, is_large
from contracts.kept.selectors.days import evening_of
from contracts.kept.selectors.suppliers import of_supplier_kind
from contracts.performance.spans import USUAL_MONTHS, Span, first_of_month
from contracts.performance.spans import last_months as months_before
from contracts.register.models import Contract
from contracts.register.querysets import ContractQuerySet
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.templatetags.formats import plain_day

MONTHS = {"3": "The last 3 months", "6": "The last 6 months", "12": "The last 12 months", "24": "The last 24 months"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Days beyond these are slips of the pen, and two years before the first of them can still be counted
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True)
class Scope:
    """``starts_on`` to ``ends_on``: periods that ended within it. ``as_of``: as known on the evening of that day."""

    council_id: int
    starts_on: date
    ends_on: date
    as_of: date
    directorate_id: int | None = None
    district_id: int | None = None
    # Of contracts.kept.enums.SupplierKind: of everybody who delivers in the span; empty: all
    supplier_kind: str = ""
    # Of which kept figures it is; empty: none, and it is computed
    window: str = field(default="", compare=False)
    # False while the council's kept figures are being made from nothing: no page computes them meanwhile
    prepared: bool = field(default=True, compare=False)

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.ends_on, self.as_of)

    @property
    def words(self) -> str:
        """“periods that ended from 1 November 2025 to 31 October 2026, as known on 26 November 2026”."""
        evening = " (newer figures are being made)" if self.is_behind else ""
        return f"periods that ended from {self.span.words}, as known on {plain_day(self.as_of)}{evening}"

    def contracts(self) -> ContractQuerySet:
        """The contracts counted: in force or ended, never those still being agreed."""
        rows = Contract.objects.public().filter(council=self.council_id).order_by()
        if self.directorate_id:
            rows = rows.filter(directorate=self.directorate_id)
        if self.district_id:
            rows = rows.filter(districts=self.district_id)
        if self.supplier_kind:
            rows = self._of_its_kind(rows)
        return rows

    def _of_its_kind(self, rows: ContractQuerySet) -> ContractQuerySet:
        if self.window:
            kept = KeptContract.objects.filter(council=self.council_id, period=self.window, supplier_kind=self.supplier_kind)
            return rows.filter(pk__in=kept.values("contract"))
        return of_supplier_kind(rows, self.council_id, self.supplier_kind, self.starts_on, self.ends_on)

    @property
    def query(self) -> str:
        """The scope as the parameters of an address, so that a figure's page counts what the figure counts."""
        parts = {"from": self.starts_on.isoformat(), "to": self.ends_on.isoformat()}
        if self.as_of != clock.today():
            parts["as_of"] = self.as_of.isoformat()
        if self.directorate_id:
            parts["directorate"] = str(self.directorate_id)
        if self.district_id:
            parts["district"] = str(self.district_id)
        if self.supplier_kind:
            parts["supplier_kind"] = self.supplier_kind
        return urlencode(parts)

    @property
    def is_behind(self) -> bool:
        """Its kept figures speak of an earlier evening: newer ones are made at night, or just now."""
        return bool(self.window) and not is_asked(self.window) and self.as_of != clock.today()

    def over(self, starts_on: date, ends_on: date) -> "Scope":
        return replace(self, starts_on=starts_on, ends_on=ends_on, window="")


def usual_scope(council_id: int, months: int = USUAL_MONTHS) -> Scope:
    """The last so many whole months as they are kept: as of the evening that the council's kept figures speak of. One query."""
    evening = evening_of(council_id)
    first, last = months_before(months, evening.day)
    window = evening.window(first, last, evening.day)
    return Scope(council_id, first, last, evening.day, window=window, prepared=evening.prepared)


class NotCounted(Exception):
    """Days that were chosen in a large council, and that no job has counted yet: ``scope``."""

    def __init__(self, scope: Scope):
        super().__init__(scope)
        self.scope = scope


class BeingPrepared(Exception):
    """Nothing is kept of a council yet, or not all of it: ``scope`` has no figures to show."""

    def __init__(self, scope: Scope):
        super().__init__(scope)
        self.scope = scope


def at_once(scope: Scope) -> Scope:
    """The same scope as it can be shown at once: days that were chosen in a large council from what a job counted of them.

    Raises NotCounted where nobody asked for it yet, BeingPrepared while figures are made from nothing. At most two queries.
    """
    if not scope.prepared:
        raise BeingPrepared(scope)
    if scope.window or not is_large(scope.council_id):
        return scope
    scope = replace(scope, as_of=closed_evening(scope.as_of))
    asked = counted_period(scope.council_id, scope.starts_on, scope.ends_on, scope.as_of)
    if asked is None:
        raise NotCounted(scope)
    return replace(scope, window=asked.code)


def with_window(scope: Scope) -> Scope:
    """The same scope, with its kept figures where it is one of the standard periods as of their evening. One query.

    Not while they are being brought to another: what is frozen speaks of one day.
    """
    evening = evening_of(scope.council_id)
    return scope if evening.rolling else replace(scope, window=evening.window(scope.starts_on, scope.ends_on, scope.as_of))


@dataclass(frozen=True)
class Days:
    """The days somebody typed, as texts: first and last day of the span, and the day of what is known (“”: today)."""

    starts_on: str
    ends_on: str
    as_of: str = ""

    def read(self) -> Span:
        """The span. Raises Refused with everything that is wrong: (“from”, “to” or “as_of”, message)."""
        problems: list[tuple[str | None, str]] = []
        days: dict[str, date] = {}
        for name, text in (("from", self.starts_on), ("to", self.ends_on), ("as_of", self.as_of)):
            if name == "as_of" and not text:
                continue
            try:
                days[name] = _day(name, text)
            except Refused as refusal:
                problems += refusal.problems
        if "from" in days and "to" in days and days["to"] < days["from"]:
            problems.append(("to", f"“to” ({days['to']}) is before “from” ({days['from']})"))
        if problems:
            raise Refused(problems)
        return Span(days["from"], days["to"], days.get("as_of") or clock.today())


def _day(name: str, text: str) -> date:
    called = name.replace("_", "-")
    if not text:
        raise Refused(f"Give “{called}”, a day such as 2026-04-01", name)
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Refused(f"“{called}” must be a day such as 2026-04-01, not “{text[:40]}”", name)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(f"“{called}” must lie between {FIRST_YEAR} and {LAST_YEAR}", name)
    return day


def last_months(months: int, today: date | None = None) -> tuple[date, date]:
    """The last so many whole months before this one."""
    return months_before(months, today or clock.today())


__all__ = [
    "MONTHS",
    "BeingPrepared",
    "Days",
    "NotCounted",
    "Scope",
    "at_once",
    "first_of_month",
    "last_months",
    "usual_scope",
    "with_window",
]
