"""What a proposed change would change, old beside new, in the words of pages and messages."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.obligations.calculations.sub_scores import written
from contracts.obligations.calculations.terms import from_json
from contracts.obligations.enums import Frequency
from contracts.obligations.models import KpiChange
from contracts.obligations.timelines import TERMS
from contracts.performance.composing import read
from contracts.performance.enums import Kind
from procurement.commissioning.enums import Period
from socialvalue.common.templatetags.formats import plain_day, plain_quantity
from socialvalue.framework.enums import Direction

CHOICES: dict[str, Any] = {"frequency": Frequency, "kind": Kind, "direction": Direction, "per": Period}


@dataclass(frozen=True)
class Line:
    """One term of a KPI: what it is, and what it is to be."""

    label: str
    old: str
    new: str


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


def _words(name: str, value: Any, unit: str) -> str:
    if value is None or value == "":
        return "one reporting period" if name == "per" else "none"
    if name == "sub_scores":
        return written(read(value), " | ") or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain_quantity(value, unit)
    if isinstance(value, date):
        return plain_day(value)
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    return f"{value} days" if name == "days_to_report" else str(value)
