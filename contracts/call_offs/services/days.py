"""The days of a framework agreement: when new suppliers can join, when it is reviewed, and what came of it."""

from datetime import date

from django.db import transaction

from contracts.call_offs.enums import DayKind
from contracts.call_offs.models import AgreementDay, FrameworkAgreement
from contracts.call_offs.permissions import check_can_change_agreement
from contracts.call_offs.services.agreements import look_again
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law.days import add_months


@transaction.atomic
def plan_days(agreement: FrameworkAgreement, *, by: User, kind: str, first: date, every_year: bool = False) -> list[AgreementDay]:
    """A refresh or a review on ``first``, and with ``every_year`` on the same day of each year to the agreement's end."""
    agreement = locked(agreement, NOTHING_READ)
    check_can_change_agreement(by, agreement)
    if kind == DayKind.REFRESH and not agreement.is_open:
        raise Refused("Only an open framework takes in new suppliers: choose a review, or change the agreement", "kind")
    if not agreement.starts_on <= first <= agreement.last_day:
        said = f"Enter a day from {plain_day(agreement.starts_on)} to {plain_day(agreement.last_day)}"
        raise Refused(said, "first")
    days, years = [first], 1
    while every_year and (later := add_months(first, 12 * years)) <= agreement.last_day:
        days.append(later)
        years += 1
    known = set(agreement.days.filter(kind=kind).values_list("on", flat=True))
    new = [day for day in days if day not in known]
    if not new:
        raise Refused("This is planned already", "first")
    made = [AgreementDay.objects.create(agreement=agreement, kind=kind, on=day) for day in new]
    what = f"planned a {kind} on {plain_day(new[0])}"
    sentence = what if len(new) == 1 else f"{what} and on {len(new) - 1} later day{'s' if len(new) > 2 else ''}"
    record("plan days", sentence, by=by, about=[agreement, *made], council=agreement.council)
    look_again(agreement)
    return made


@transaction.atomic
def mark_day_done(day: AgreementDay, *, by: User, done_on: date, outcome: str, expected_version: Shown = AS_READ) -> AgreementDay:
    """Record that the refresh or the review took place, and what came of it."""
    agreement = locked(day.agreement, NOTHING_READ)
    day = locked(day, expected_version)
    check_can_change_agreement(by, agreement)
    check_reason(outcome, "Say what came of it", "outcome")
    if day.done_on is not None:
        raise Refused(f"It is recorded already: {plain_day(day.done_on)}", "done_on")
    if not agreement.starts_on <= done_on <= clock.today():
        raise Refused(f"Enter a day from {plain_day(agreement.starts_on)} to today", "done_on")
    save_changes(day, done_on=done_on, done_by=by, outcome=outcome.strip())
    sentence = f"recorded that the {day.kind} of {plain_day(day.on)} was done"
    record("day done", sentence, by=by, about=[agreement, day], council=agreement.council, reason=outcome.strip())
    look_again(agreement)
    return day
