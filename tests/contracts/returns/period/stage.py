"""A contract whose KPIs report on one quarter: of each kind one, or as many as are asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from contracts.obligations import services as commitments
from contracts.register import services as register
from contracts.register.models import Contract
from contracts.schedule.models import DueReturn
from tests.builders import contracts as build

TODAY = datetime(2025, 7, 10, 9)
ENDS_ON = date(2025, 6, 30)
KINDS: tuple[dict, ...] = (
    {"wording": "Apprenticeships started", "unit": "apprenticeships", "target": Decimal(3), "minimum": Decimal(2)},
    {"wording": "Calls answered in time", "kind": "ratio", "unit": "%", "target": Decimal(90), "minimum": Decimal(80)},
    {"wording": "Satisfaction of carers", "kind": "level", "unit": "points", "target": Decimal(8), "minimum": None},
    {"wording": "Newsletter sent", "kind": "yes_no", "unit": "", "target": None, "minimum": None},
    {"wording": "Hours volunteered", "unit": "hours", "target": Decimal(40), "minimum": Decimal(10)},
)


@dataclass(frozen=True)
class Stage:
    contract: Contract
    who: build.Parties
    dues: list[DueReturn]

    def url(self, name: str = "returns-period", day: date = ENDS_ON) -> str:
        return reverse(name, args=[self.contract.pk, day.isoformat()])

    def typed(self, row: int, **fields: Any) -> dict[str, Any]:
        """Fields of one row (0 is the first) as they are sent."""
        return {f"r{self.dues[row].pk}-{name}": value for name, value in fields.items()}


def begin(count: int = 5, who: build.Parties | None = None, **kpi: Any) -> Stage:
    """The quarter from 1 April to 30 June 2025 of ``count`` KPIs; the clock stands at ``TODAY``."""
    contract, who = build.draft_contract(who)
    for number in range(count):
        terms = {**KINDS[number % len(KINDS)], **kpi}
        body = commitments.agree(build.obligation(contract, who, kpi=terms), by=who.reporter)
        commitments.agree(body, by=who.manager)
    contract = register.start_contract(contract, by=who.manager)
    rows = DueReturn.objects.filter(kpi__obligation__contract=contract, ends_on=ENDS_ON)
    return Stage(contract, who, list(rows.order_by("kpi__number")))
