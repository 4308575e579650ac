"""What a supplier can be reminded of: its overdue returns, contract by contract; and the page on which they are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from contracts.register.models import Contract
from contracts.schedule.models import DueReturn
from socialvalue.notifications.models import Message

# What ``services/chasing.py`` sends has the keys “returns-chased:contract:day:person”
CHASED = "returns-chased:"


def period_page(due: DueReturn) -> str:
    """The page on which whoever owes it makes this return, with the others of its contract and period. KPI and obligation are
    loaded."""
    return reverse("returns-period", args=[due.kpi.obligation.contract_id, due.ends_on.isoformat()])


def pages_of(rows: Sequence[DueReturn]) -> str:
    """Where these rows are reported: the page of their period, or the list of what one owes where they are of several."""
    pages = {period_page(due) for due in rows}
    return pages.pop() if len(pages) == 1 else reverse("returns")


@dataclass(frozen=True)
class Reminder:
    """What a reminder of today would ask for, the return that is late longest first."""

    contract: Contract
    late: list[DueReturn]
    reminded_today: bool

    @property
    def why_not(self) -> str:
        """Why nobody is reminded; empty where somebody can be."""
        if self.reminded_today:
            return "the supplier was reminded today already"
        return "" if self.late else "no return of the supplier is overdue"


def reminders_of(contracts: Sequence[Contract], today: date) -> list[Reminder]:
    """One for each of ``contracts``, in their order; what the council itself owes is left out. Two queries."""
    found: dict[int, list[DueReturn]] = {contract.pk: [] for contract in contracts}
    rows = DueReturn.objects.overdue(today).filter(kpi__obligation__contract__in=found, kpi__client_side=False)
    for due in rows.select_related("kpi__obligation").order_by("due_on", "kpi__number"):
        found[due.kpi.obligation.contract_id].append(due)
    sent = Message.objects.filter(key__startswith=CHASED, key__contains=f":{today}:").values_list("key", flat=True)
    told = {key.split(":")[1] for key in sent}
    return [Reminder(contract, found[contract.pk], str(contract.pk) in told) for contract in contracts]
