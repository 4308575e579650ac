"""What the clock does at the end of contracts: it tells the owners before, and ends what is over.

Both look by index at what is due and at nothing else, and work set by set: a killed run has lost nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.kept.services import keep
from contracts.register.calculations.ends import STAGES, reached, stage_of
from contracts.register.models import Contract
from contracts.register.services.telling import tell_suppliers
from contracts.register.workflow import CONTRACT
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import load_memberships
from socialvalue.audit.services import record
from socialvalue.common.saving import save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.timed import day_of
from socialvalue.jobs.services.turns import set_by_set
from socialvalue.notifications.services import tell_each

# Contracts a transaction
SET = 200


def end_what_is_over(now: datetime) -> int:
    """End every contract in force whose last day is over, on that day; how many there were. One statement where there is none."""
    over, count = Contract.objects.over(day_of(now)), 0
    for pk in list(over.order_by("ends_on", "pk").values_list("pk", flat=True)):
        count += _end(pk, day_of(now))
    return count


@transaction.atomic
def _end(pk: int, today: date) -> bool:
    contract = Contract.objects.over(today).select_for_update(of=("self",)).filter(pk=pk).first()
    if contract is None:
        return False  # another run was quicker, or it goes on
    save_changes(contract, status=CONTRACT.target("end", contract.status), ended_on=contract.ends_on)
    keep(contract.pk)
    sentence = "ended the contract: its last day is over"
    record("end contract", sentence, by=None, about=contract, council=contract.council)
    tell_suppliers(
        contract,
        key=f"contract-ended:{contract.pk}:{contract.version}",
        subject=f"{contract.title} has ended",
        body=f"{contract.title} ({contract.reference}) has ended; returns due until then still have to be made. Its last day "
        f"was {plain_day(contract.last_day)}.",
        url=reverse("contract", args=[contract.pk]),
        action="See what is still to be reported",
    )
    return True


def tell_of_ends(now: datetime) -> int:
    """Tell manager and lead director of each contract that ends: 90 and 30 days before and on its last day; new messages.

    A run that comes late sends the stage it finds, not the ones it missed. A new last day is announced anew.
    Three statements where there is nothing to say; another run that is still at it is left to finish alone.
    """
    today = day_of(now)
    if not any(Contract.objects.to_tell_of_end(stage, today).exists() for stage in range(len(STAGES))):
        return 0
    return set_by_set("notices of ends", partial(_one_set, today))


@transaction.atomic
def _one_set(today: date) -> int | None:
    """Tell of the next contracts, those that end first; how many messages that was. None when none is left."""
    for stage in range(len(STAGES)):
        rows = Contract.objects.to_tell_of_end(stage, today).select_related("manager", "lead_director", "council")
        contracts = list(rows.order_by("ends_on", "pk")[:SET])
        if contracts:
            told = tell_each(_letters(contracts, today))
            for behind in {reached((contract.last_day - today).days) for contract in contracts}:
                theirs = [c.pk for c in contracts if reached((c.last_day - today).days) == behind]
                Contract.objects.filter(pk__in=theirs).update(end_notices=behind)
            return told
    return None


def _letters(contracts: list[Contract], today: date) -> Iterator[tuple[User, Any]]:
    owners = {c.pk: [p for p in (c.manager, c.lead_director) if p and p.is_active] for c in contracts}
    load_memberships([person for people in owners.values() for person in people])
    for contract in contracts:
        message = _message(contract, (contract.last_day - today).days)
        yield from ((person, message) for person in dict.fromkeys(owners[contract.pk]))


def _message(contract: Contract, left: int) -> dict[str, Any]:
    return {
        "key": f"contract-ends:{contract.pk}:{contract.ends_on}:{stage_of(left)}",
        "subject": f"{contract.title} {_ends(contract.last_day, left)}",
        "body": f"The last day of {contract.title} ({contract.reference}) {'is' if left >= 0 else 'was'} "
        f"{plain_day(contract.ends_on)}. If it goes on, extend it on its page. Otherwise it ends "
        "after that day, and returns due until then still have to be made.",
        "url": reverse("contract", args=[contract.pk]),
        "action": "Extend the contract, or let it end",
        "by": contract.ends_on if left >= 0 else None,
        "why": "You get this because you answer for this contract.",
        "council": contract.council,
        "duty": Duty.CONTRACTS,
    }


def _ends(last: date, left: int) -> str:
    if left == 0:
        return "ends today"
    return f"{'ends' if left > 0 else 'ended'} on {plain_day(last)}"
