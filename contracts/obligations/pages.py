"""What is said of a KPI's terms: a proposed change, old beside new, and a promise that is shared out anew."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.obligations.calculations.terms import from_json
from contracts.obligations.enums import AgreementStatus, Frequency
from contracts.obligations.models import Kpi, KpiChange
from contracts.obligations.timelines import TERMS
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from procurement.commissioning.enums import Period
from socialvalue.common.templatetags.formats import plain_day, plain_quantity
from socialvalue.framework.enums import Direction
from socialvalue.law.periods import months_of_term

CHOICES: dict[str, Any] = {"frequency": Frequency, "kind": Kind, "direction": Direction, "per": Period}


@dataclass(frozen=True)
class Line:
    """One term of a KPI: what it is, and what it is to be."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Proposed:
    """A change that waits for both sides."""

    change: KpiChange
    lines: list[Line]


def open_changes(contract: Contract) -> list[Proposed]:
    """The changes of this contract's KPIs that wait for both sides, by the KPI's number. One query."""
    rows = KpiChange.objects.open().filter(kpi__obligation__contract=contract).select_related("kpi", "by")
    return [Proposed(change, lines_of(change)) for change in rows.order_by("kpi__number")]


def lines_of(change: KpiChange) -> list[Line]:
    """Each term that an open change would change, in the order of the form."""
    kpi, new = change.kpi, from_json(change.terms)
    unit = new.get("unit", kpi.unit)
    return [
        Line(label, _words(name, getattr(kpi, name), kpi.unit), _words(name, new[name], unit))
        for name, label in TERMS.items()
        if name in new
    ]


def in_words(change: KpiChange) -> str:
    """“target 3 people → 5 people; promised for each year → term”."""
    return "; ".join(f"{line.label[0].lower()}{line.label[1:]} {line.old} → {line.new}" for line in lines_of(change))


def shared_anew(contract: Contract) -> list[str]:
    """“KPI 2: 12 people over the term are now shared over 4 years”: a sentence for each promise over the term."""
    kpis = Kpi.objects.filter(obligation__contract=contract, per=Period.TERM, kind=Kind.SUM, target__isnull=False)
    return [
        f"KPI {kpi.number}: {plain_quantity(kpi.target, kpi.unit)} over the term are now shared over {_length(contract)}."
        for kpi in kpis.exclude(obligation__status=AgreementStatus.ENDED).order_by("number")
    ]


def _length(contract: Contract) -> str:
    months = months_of_term(contract.starts_on, contract.ends_on, 1)
    if months.denominator != 1:
        return f"the time from {plain_day(contract.starts_on)} to {plain_day(contract.ends_on)}"
    many, unit = (int(months), "month") if months % 12 else (int(months) // 12, "year")
    return f"{many} {unit}{'' if many == 1 else 's'}"


def _words(name: str, value: Any, unit: str) -> str:
    if value is None or value == "":
        return "one reporting period" if name == "per" else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain_quantity(value, unit)
    if isinstance(value, date):
        return plain_day(value)
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    return f"{value} days" if name == "days_to_report" else str(value)
