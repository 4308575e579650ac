"""The end of a contract cuts its schedule: what would have been reported after the last day is no longer owed."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.kept.services import keep
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from contracts.register.services import mark_ended, tell_suppliers
from contracts.schedule.enums import HANDED_IN
from contracts.schedule.models import DueReturn
from contracts.schedule.services.making import cut_rows
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day


@transaction.atomic
def end_contract(
    contract: Contract, *, by: User, reason: str = "", ended_on: date | None = None, expected_version: Shown = AS_READ
) -> Contract:
    """End the contract on ``ended_on`` (today without it). An end before the agreed day needs a reason.

    A period that runs on that day and was not reported ends then, with the part of its target that its days are. Periods
    that begin later go; one in which somebody has begun a return stays to be read, and is no longer owed. What was owed
    before that day still is; a day that would take away what is over already is refused.
    """
    over = _owed_and_over(locked(contract, NOTHING_READ))
    fresh = mark_ended(contract, by=by, reason=reason, ended_on=ended_on, expected_version=expected_version)
    day = fresh.last_day
    _check_takes_nothing_away(over, day)
    count = cut_rows(fresh, by=by, reason=reason)
    keep(fresh.pk)
    sentence = f"ended the contract on {plain_day(day)}; returns cut: {count.moved}, removed: {count.removed}"
    record("end contract", sentence, by=by, about=fresh, council=fresh.council, reason=reason)
    _tell(fresh, by=by, reason=reason)
    return fresh


def _tell(contract: Contract, *, by: User, reason: str) -> None:
    early = f", before the agreed last day, {plain_day(contract.ends_on)}" if contract.ended_early else ""
    tell_suppliers(
        contract,
        key=f"contract-ended:{contract.pk}:{contract.version}",
        subject=f"{contract.title} ended on {plain_day(contract.last_day)}",
        body=f"{by} ended {contract.title} ({contract.reference}) on {plain_day(contract.last_day)}{early}.\n\n"
        "Returns due until then still have to be made. No returns are due for later periods.",
        url=reverse("contract", args=[contract.pk]),
        action="See the reason, and what is still to be reported",
        private=f"{by} says why: {reason.strip()}" if reason.strip() else "",
    )


def _owed_and_over(contract: Contract) -> list[DueReturn]:
    """What counts today of periods that are over, by their first day."""
    rows = DueReturn.objects.owed().filter(kpi__obligation__contract=contract, ends_on__lt=clock.today())
    return list(rows.select_related("kpi").prefetch_related("returns").order_by("starts_on", "ends_on", "pk"))


def _check_takes_nothing_away(over: Sequence[DueReturn], day: date) -> None:
    """Raise Refused where an end on ``day`` would make anything of what is ``over`` no longer count."""
    gone = [due for due in over if due.starts_on > day]
    if gone:
        first = f"{plain_day(gone[0].starts_on)} to {plain_day(gone[0].ends_on)}"
        words = (
            f"1 return for a period that is over begins after that day ({first}). Enter a later day, or give it up"
            if len(gone) == 1
            else f"{len(gone)} returns for periods that are over begin after that day (the first {first}). "
            "Enter a later day, or give each of them up"
        )
        raise Refused(f"{words} with its reason first", "ended_on")
    missed = [due for due in over if due.kpi.kind == Kind.MILESTONE and due.ends_on > day and not _is_in(due)]
    if missed:
        due = missed[0]
        raise Refused(
            f"KPI {due.kpi.number} was to be done by {plain_day(due.ends_on)}, which is over. Enter that day or a later one, "
            "or give its return up with its reason first.",
            "ended_on",
        )


def _is_in(due: DueReturn) -> bool:
    return any(version.status in HANDED_IN for version in due.returns.all())
