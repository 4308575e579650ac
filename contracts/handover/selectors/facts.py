"""What is known of a contract before its kick-off meeting: a fact beside each point that is to be settled."""

from collections import Counter

from contracts.handover.enums import Point
from contracts.obligations.enums import AgreementStatus, Frequency
from contracts.obligations.models import Kpi
from contracts.register.models import Contract
from contracts.returns.models import ReturnMapping
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.selectors import people_who
from socialvalue.common.templatetags.formats import plain_day

A_YEAR: dict[str, int] = {Frequency.MONTH: 12, Frequency.QUARTER: 4, Frequency.HALF_YEAR: 2, Frequency.YEAR: 1}


def facts_of(contract: Contract) -> dict[str, str]:
    """Point → a sentence counted from the register; points of which nothing is known are left out. Eight queries or more."""
    kpis = list(_kpis(contract))
    facts = {
        Point.MEANING: _meaning(contract, len(kpis)),
        Point.CONTACTS: _contacts(contract),
        Point.BURDEN: _burden(contract, kpis),
        Point.OWN_RECORDS: _own_records(contract),
        Point.EVIDENCE: _evidence(kpis),
    }
    return {point.value: words for point, words in facts.items() if words}


def _kpis(contract: Contract):
    rows = Kpi.objects.filter(obligation__contract=contract, client_side=False)
    return rows.exclude(obligation__status=AgreementStatus.ENDED).select_related("obligation")


def _meaning(contract: Contract, kpis: int) -> str:
    states = Counter(contract.obligations.exclude(status=AgreementStatus.ENDED).values_list("status", flat=True))
    total = sum(states.values())
    agreed = states[AgreementStatus.AGREED]
    return f"{_many(total, 'obligation')} with {_many(kpis, 'KPI')}; both sides have agreed {agreed} of them."


def _contacts(contract: Contract) -> str:
    parts = [f"Contract manager: {contract.manager}." if contract.manager else "No contract manager is named."]
    if contract.service_head:
        parts.append(f"Head of service: {contract.service_head}.")
    for supplier in contract.delivering():
        people = len(list(people_who(Permission.BID, supplier)))
        can = "1 person can" if people == 1 else f"{people} people can"
        parts.append(f"{supplier}: {can} sign in and report." if people else f"{supplier}: nobody can sign in yet.")
    return " ".join(parts)


def _burden(contract: Contract, kpis: list[Kpi]) -> str:
    """How many figures a year, on how many days, and when the first is due."""
    if not kpis:
        return ""
    figures = sum(A_YEAR.get(kpi.frequency, 0) for kpi in kpis if kpi.milestone_on is None)
    days = max((A_YEAR.get(kpi.frequency, 0) for kpi in kpis if kpi.milestone_on is None), default=0)
    rows = DueReturn.objects.filter(kpi__in=kpis, waived_at=None).order_by("due_on")
    first = rows.values_list("due_on", flat=True).first()
    asked = f"The supplier reports {_many(figures, 'figure')} a year, at {_many(days, 'date')}." if figures else ""
    due = f"The first is due on {plain_day(first)}." if first else ""
    return " ".join(part for part in (asked, due) if part)


def _own_records(contract: Contract) -> str:
    if ReturnMapping.objects.filter(contract=contract).exists():
        return "The headings of the supplier’s own report are kept: the file can be used."
    return "The supplier has not used its own report yet."


def _evidence(kpis: list[Kpi]) -> str:
    """Which KPIs come from what the bid offered, which says how it would be shown."""
    offered = [kpi for kpi in kpis if kpi.obligation.commitment_id]
    if not offered:
        return ""
    codes = ", ".join(str(kpi.number) for kpi in offered)
    return f"The bid says how it would be shown for KPI {codes}: the obligation has the words."


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
