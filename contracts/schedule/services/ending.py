"""The end of a contract cuts its schedule: what would have been reported after the last day is no longer owed."""

from datetime import date

from django.db import transaction

from contracts.register.models import Contract
from contracts.register.services import mark_ended
from contracts.schedule.services.making import cut_rows
from socialvalue.accounts.models import User


@transaction.atomic
def end_contract(
    contract: Contract, *, by: User, reason: str = "", ended_on: date | None = None, expected_version: int | None = None
) -> Contract:
    """End the contract on ``ended_on`` (today without it). An end before the agreed day needs a reason.

    A period that runs on that day and was not reported ends then, with the part of its target that its days are. Periods
    that begin later go; one in which somebody has begun a return stays to be read, and is no longer owed. What was owed
    before that day still is.
    """
    fresh = mark_ended(contract, by=by, reason=reason, ended_on=ended_on, expected_version=expected_version)
    cut_rows(fresh, by=by, reason=reason)
    return fresh
