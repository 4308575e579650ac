"""The returns of contracts without an end in sight are planned ahead, a year of the contract at a time."""

from datetime import datetime

from contracts.obligations.services import plan_on
from contracts.register.models import Contract
from socialvalue.common.timed import Event, day_of


def due(now: datetime) -> list[Event]:
    """Contracts that are planned for less than twelve months ahead."""
    rows = Contract.objects.to_plan_on(day_of(now)).order_by("planned_until", "pk")
    return [Event(now, "plan returns further ahead", contract.reference) for contract in rows]


def apply(now: datetime) -> int:
    """Plan each of them on; how many there were. One statement where there is none."""
    today = day_of(now)
    rows = Contract.objects.to_plan_on(today).order_by("planned_until", "pk")
    return sum(plan_on(pk, today) for pk in list(rows.values_list("pk", flat=True)))
