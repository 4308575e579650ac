"""What supply chains ask of a person today: a quarter that was sent and that nobody has confirmed."""

from datetime import datetime

from django.urls import reverse

from contracts.supply.selectors import periods_to_confirm
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    return [
        Need(f"Confirm who works beneath {one.prime_then} in {one.contract.title}", reverse("supply-period", args=[one.pk]))
        for one in periods_to_confirm(user)
    ]
