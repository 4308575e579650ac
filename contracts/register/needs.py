"""What the register asks of a person today: to say that a contract has ended."""

from datetime import datetime

from django.urls import reverse

from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from socialvalue.common.needs import Need
from socialvalue.common.timed import day_of


def needs(user, now: datetime) -> list[Need]:
    """Contracts in force that one manages and whose last day is over: extended on their dates page, or ended."""
    rows = Contract.objects.visible_to(user).filter(manager=user, status=ContractStatus.ACTIVE, ends_on__lt=day_of(now))
    return [
        Need(f"End or extend {c.title}: its last day is over", reverse("contract", args=[c.pk]), "waiting", c.ends_on)
        for c in rows.order_by("ends_on", "pk")
    ]
