"""How long a framework agreement may last, when an open one takes in new suppliers, and when a contract is called off directly.

Sources: Procurement Act 2023, sections 45, 47 and 49, for procurements started on or after 24 February 2025; before that day the
Public Contracts Regulations 2015, regulation 33. A correction is a change of data here. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from socialvalue.law.days import add_months
from socialvalue.law.modifications import ACT_SINCE


@dataclass(frozen=True)
class Terms:
    """What held for framework agreements that began on or after ``since``. Years begin with the first day."""

    since: date
    source: str
    # Longer only where what is bought needs it, and the reason is published
    years: int
    # Whether it binds agreements for light touch services
    light_touch: bool
    # Of an open one; None: the law knew none
    open_years: int | None = None
    first_refresh: int = 0
    later_refresh: int = 0


TERMS = (
    Terms(date(2015, 2, 26), "Public Contracts Regulations 2015, regulation 33(3)", years=4, light_touch=True),
    Terms(
        ACT_SINCE,
        "Procurement Act 2023, sections 47 and 49",
        years=4,
        light_touch=False,
        open_years=8,
        first_refresh=3,
        later_refresh=5,
    ),
)


def terms_on(starts_on: date) -> Terms:
    """The terms for an agreement that began on that day; the earliest ones for older agreements."""
    holding = [one for one in TERMS if one.since <= starts_on]
    return holding[-1] if holding else TERMS[0]


def last_day_allowed(starts_on: date, *, is_open: bool, light_touch: bool) -> date | None:
    """The last day it may run to without a reason of its own; None where the law sets none."""
    terms = terms_on(starts_on)
    if is_open and terms.open_years is not None:
        return _end_of(starts_on, terms.open_years)
    if light_touch and not terms.light_touch:
        return None
    return _end_of(starts_on, terms.years)


def may_be_open(starts_on: date) -> bool:
    """Whether the law of that day knew open frameworks."""
    return terms_on(starts_on).open_years is not None


def refresh_by(starts_on: date, done: Sequence[date]) -> date | None:
    """The last day for the next refresh of an open one, after those that are ``done``; None where the law knows none."""
    terms = terms_on(starts_on)
    if terms.open_years is None:
        return None
    return _end_of(max(done), terms.later_refresh) if done else _end_of(starts_on, terms.first_refresh)


def _end_of(first: date, years: int) -> date:
    return add_months(first, 12 * years) - timedelta(days=1)


@dataclass(frozen=True)
class Ground:
    """When an agreement may let a contract be called off without a competition. ``before``: the day after the last it held."""

    key: str
    label: str
    source: str
    # What its reason has to say
    asks: str
    # Only while one supplier is on the agreement
    one_supplier: bool = False
    since: date | None = None
    before: date | None = None


GROUNDS = (
    Ground(
        "one_supplier",
        "Only one supplier is on the framework agreement",
        "Procurement Act 2023, section 45(4)(a)",
        "Say what is bought and why now.",
        one_supplier=True,
        since=ACT_SINCE,
    ),
    Ground(
        "mechanism",
        "The agreement sets out the core terms and an objective way to choose the supplier",
        "Procurement Act 2023, section 45(4)(b)",
        "Say how that way led to this supplier.",
        since=ACT_SINCE,
    ),
    Ground(
        "single",
        "Only one supplier is on the framework agreement",
        "Public Contracts Regulations 2015, regulation 33(7)",
        "Say what is bought and why now.",
        one_supplier=True,
        before=ACT_SINCE,
    ),
    Ground(
        "all_terms",
        "The agreement sets out all terms and the objective conditions that decide between its suppliers",
        "Public Contracts Regulations 2015, regulation 33(8)(a)",
        "Say how those conditions led to this supplier.",
        before=ACT_SINCE,
    ),
)
BY_KEY = {ground.key: ground for ground in GROUNDS}


def grounds_on(starts_on: date) -> tuple[Ground, ...]:
    """The grounds of an agreement that began on that day: it goes on under the law it was made by."""
    return tuple(
        one for one in GROUNDS if (one.since is None or one.since <= starts_on) and (one.before is None or starts_on < one.before)
    )
