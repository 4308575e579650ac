"""What the register asks of a person today: whether a contract that ends soon goes on."""

from datetime import datetime, timedelta

from django.urls import reverse

from contracts.register.calculations.ends import FIRST
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from socialvalue.common.needs import Need
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.timed import day_of


def needs(user, now: datetime) -> list[Need]:
    """Contracts in force that one manages and that end within 90 days: extended on their page, or left to end.

    And those that run on past their end, until somebody agrees a new one.
    """
    soon = day_of(now) + timedelta(days=FIRST)
    rows = Contract.objects.visible_to(user).filter(manager=user, status=ContractStatus.ACTIVE, ends_on__lte=soon)
    found = list(rows.without_ties(user).order_by("ends_on", "pk"))
    past = [
        Need(
            f"{c.title} was to end on {plain_day(c.ends_on)} and still runs: agree a new last day, or end it",
            reverse("contract-carry-on", args=[c.pk]),
            "overdue",
            c.ends_on,
        )
        for c in found
        if c.is_past_its_end
    ]
    # Of one that is said to run on there is nothing to do before its end
    return past + [
        Need(
            f"{c.title} ends on {plain_day(c.ends_on)}: extend it, or let it end",
            reverse("contract", args=[c.pk]),
            "waiting",
            c.ends_on,
        )
        for c in found
        if not c.runs_on
    ]
