"""What the clock does at the end of contracts: it ends what is over. It looks by index at what is due and at nothing else."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from contracts.kept.services import keep
from contracts.register.models import Contract
from contracts.register.services.telling import tell_suppliers
from contracts.register.workflow import CONTRACT
from socialvalue.audit.services import record
from socialvalue.common.saving import save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.timed import day_of


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
