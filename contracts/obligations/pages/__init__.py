"""What is said of a KPI's terms: a proposed change, old beside new, and a promise that is shared out anew."""

from dataclasses import dataclass

from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Kpi, KpiChange
from contracts.obligations.selectors import Line, lines_of
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from procurement.commissioning.enums import Period
from socialvalue.common.templatetags.formats import plain_day, plain_quantity
from socialvalue.law.periods import months_of_term


@dataclass(frozen=True)
class Proposed:
    """A change that waits for both sides."""

    change: KpiChange
    lines: list[Line]


def open_changes(contract: Contract) -> list[Proposed]:
    """The changes of this contract's KPIs that wait for both sides, by the KPI's number. One query."""
    rows = KpiChange.objects.open().filter(kpi__obligation__contract=contract).select_related("kpi", "by")
    return [Proposed(change, lines_of(change)) for change in rows.order_by("kpi__number")]


def shared_anew(contract: Contract) -> list[str]:
    """“KPI 2: 12 people over the term are now shared over 4 years”: a sentence for each promise over the term.

    None of a contract that runs on: its term is as long as it was.
    """
    if contract.planned_until:
        return []
    kpis = Kpi.objects.filter(obligation__contract=contract, per=Period.TERM, kind=Kind.SUM, target__isnull=False)
    return [
        f"KPI {kpi.number}: {plain_quantity(kpi.target, kpi.unit)} over the term are now shared over {_length(contract)}."
        for kpi in kpis.exclude(obligation__status=AgreementStatus.ENDED).order_by("number")
    ]


def _length(contract: Contract) -> str:
    months = months_of_term(contract.starts_on, contract.last_day, 1)
    if months.denominator != 1:
        return f"the time from {plain_day(contract.starts_on)} to {plain_day(contract.last_day)}"
    many, unit = (int(months), "month") if months % 12 else (int(months) // 12, "year")
    return f"{many} {unit}{'' if many == 1 else 's'}"
