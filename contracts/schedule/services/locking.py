"""A council says when its returns lock: from a day to come on, so that nobody finds yesterday's periods shut."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.schedule.calculations.locking import FEWEST_DAYS, MOST_DAYS, Step, kept_steps, steps_from, with_step
from contracts.schedule.models import PeriodLock
from contracts.schedule.permissions import check_can_set_lock
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import check_none_read, check_read, locked
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell_all


@transaction.atomic
def set_lock(
    council: Organisation,
    *,
    by: User,
    from_day: date,
    days: int | None,
    reason: str,
    expected_version: Shown = NOTHING_READ,
) -> PeriodLock:
    """Returns due on ``from_day`` or later lock ``days`` after they are due; None: they never do. Contract managers are told."""
    check_can_set_lock(by, council)
    locked(council, NOTHING_READ)
    lock = PeriodLock.objects.select_for_update(of=("self",)).filter(council=council).first()
    if lock is None:
        check_none_read(expected_version)
        lock = PeriodLock(council=council, version=0)
    else:
        check_read(lock, expected_version)
    if problems := _problems(from_day, days):
        raise Refused(problems)
    check_reason(reason, "Say why returns lock then")
    before = steps_from(lock.steps)
    after = with_step(before, Step(from_day, days))
    changes = {"steps": [_said(before), _said(after)]}
    lock.steps, lock.version = kept_steps(after), lock.version + 1
    lock.save()
    said = step_words(Step(from_day, days))
    record(
        "set lock", f"said when returns lock: {said}", by=by, about=[lock, council], council=council,
        reason=reason.strip(), changes=changes,
    )  # fmt: skip
    tell_all(
        [person for person in people_who(Permission.EDIT_CONTRACTS, council) if person.pk != by.pk],
        key=f"returns-lock-set:{lock.pk}:{lock.version}",
        subject="When returns lock was changed",
        body=f"{by} decided for {council}: {said}. Each page of a period says until when it can be changed.",
        url=reverse("returns"),
        action="See your returns",
        why="You get this because you manage contracts.",
        private=reason.strip(),
        council=council,
        for_information=True,
    )
    return lock


def step_words(step: Step) -> str:
    """“returns due on 1 April 2026 or later lock 60 days after they are due”."""
    lock = "do not lock" if step.days is None else f"lock {step.days} days after they are due"
    return f"returns due on {plain_day(step.from_day)} or later {lock}"


def _said(steps: list[Step]) -> str:
    return "; ".join(step_words(step) for step in steps)


def _problems(from_day: date, days: int | None) -> list[tuple[str, str]]:
    found = []
    if from_day < clock.today():
        found.append(("from_day", "Enter today or a day to come: what was due before stays as it was"))
    if days is not None and not FEWEST_DAYS <= days <= MOST_DAYS:
        found.append(("days", f"Enter a number of days from {FEWEST_DAYS} to {MOST_DAYS}"))
    return found
