"""Whether the terms of a KPI hold in its contract and its obligation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from contracts.obligations.calculations.terms import NATURE, OWN_UNIT, KpiTerms
from contracts.obligations.models import Kpi, Obligation
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from contracts.schedule.calculations.periods import Grid
from contracts.schedule.querysets import DueReturnQuerySet
from procurement.commissioning.enums import Period
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.templatetags.formats import plain_day

SETTLED = "Returns were made or periods are over under this: end this obligation and add another KPI"


def unit_of(obligation: Obligation) -> str:
    """The unit that the obligation's measure prescribes; empty where none does.

    What was required or offered in a tender here stands in the tender's own unit.
    """
    if obligation.measure is None or obligation.requirement_id or obligation.commitment_id:
        return ""
    return obligation.measure.unit


def first_reported(contract: Contract, frequency: str) -> date:
    """From when a new KPI is reported unless somebody says otherwise: the contract's first day, or once it has started
    the first day of the period that runs today. Nothing is owed for a time in which nobody knew of it."""
    today = clock.today()
    if contract.is_draft or today <= contract.starts_on or not frequency:
        return contract.starts_on
    grid = Grid(frequency, contract.starts_on)
    return grid.first_day(grid.index(min(today, contract.last_day)))


def outside_words(starts_on: date, ends_on: date | None) -> str:
    """What to do about a day that lies outside the contract's days."""
    if ends_on is None:
        return f"Enter a day of the contract, from {plain_day(starts_on)} on"
    return f"Enter a day of the contract: {plain_day(starts_on)} to {plain_day(ends_on)}"


def is_settled(kpi: Kpi) -> bool:
    """Whether what an agreed KPI of a contract in force is (``NATURE``) can no longer change: periods were judged by it."""
    return _judged(kpi).exists()


def settled_problems(kpi: Kpi, changed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, message) for each of the ``changed`` terms that would judge anew, or no longer owe, what is over or reported.

    ``kpi`` has its terms as they stand; of one that is not in force nothing is settled.
    """
    judged = _judged(kpi)
    found = [(name, SETTLED) for name in NATURE if name in changed] if judged.exists() else []
    day = changed.get("reported_from")
    if day is not None and judged.filter(starts_on__lt=day).exists():
        found.append(("reported_from", SETTLED))
    return found


def _judged(kpi: Kpi) -> DueReturnQuerySet:
    """Its owed rows that are over, and those that somebody began to report."""
    return kpi.due_returns.owed().filter(Q(ends_on__lt=clock.today()) | Q(returns__isnull=False))


def check_terms(terms: KpiTerms, obligation: Obligation, contract: Contract, before: KpiTerms | None = None) -> None:
    """Raise Refused with everything that is wrong in ``terms``. ``before``: what stood, where they change a KPI."""
    problems = terms.problems()
    unit = unit_of(obligation)
    if unit and terms.kind not in OWN_UNIT and terms.unit != unit and (before is None or before.unit != terms.unit):
        problems.append(("unit", f"The obligation’s measure counts in {unit}: so does this KPI"))
    problems += [
        (name, outside_words(contract.starts_on, contract.ends_on))
        for name in ("reported_from", "milestone_on")
        if (day := getattr(terms, name)) is not None
        and (before is None or getattr(before, name) != day)
        and not contract.starts_on <= day <= (contract.ends_on or day)
    ]
    if contract.ends_on is None and terms.per == Period.TERM:
        problems.append(("per", "The contract has no agreed end, so it has no term: promise it for a year"))
    if terms.kind == Kind.MILESTONE and terms.milestone_on and terms.reported_from and terms.milestone_on < terms.reported_from:
        problems.append(("milestone_on", f"Enter {plain_day(terms.reported_from)} or a later day: from then on it is reported"))
    if problems:
        raise Refused(problems)
