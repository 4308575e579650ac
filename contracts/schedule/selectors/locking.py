"""What locks soon with something missing, who asks to open what, and the exceptions of a period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, prefetch_related_objects

from contracts.register.models import Contract
from contracts.schedule.calculations.locking import SOON, locks_soon, steps_from
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn, LockException, PeriodLock
from contracts.schedule.permissions import can_open
from socialvalue.accounts.enums import Duty, Permission
from socialvalue.accounts.models import User
from socialvalue.common import clock

# Rows that are read for the list, and periods on it
MOST_ROWS, MOST_PERIODS = 500, 20


def with_exceptions(dues: Iterable[DueReturn]) -> None:
    """Load the exceptions of those that are locked, in one query; none where nothing is locked."""
    locked = [due for due in dues if due.is_locked]
    if locked:
        prefetch_related_objects(locked, "kpi__obligation__contract__lock_exceptions")


@dataclass(frozen=True)
class LocksSoon:
    """A period of a contract that locks on ``last`` with returns that are not made, or wait to be verified."""

    contract: Contract
    ends_on: date
    last: date
    missing: int
    waiting: int

    @property
    def words(self) -> str:
        """“2 not submitted, 1 waiting to be verified”."""
        said = ((self.missing, "not submitted"), (self.waiting, "waiting to be verified"))
        return ", ".join(f"{count} {what}" for count, what in said if count)


def locking_soon(user: User, today: date | None = None) -> list[LocksSoon]:
    """In the contracts this person manages, the first to lock first. One query where no council of theirs locks anything."""
    today = today or clock.today()
    locks = PeriodLock.objects.filter(council__in=user.organisations_where(Permission.EDIT_CONTRACTS))
    days = {step.days for lock in locks for step in steps_from(lock.steps) if step.days is not None}
    if not days:
        return []
    near = Q()
    for count in days:
        first, last = today - timedelta(days=count), today + timedelta(days=SOON - count)
        near |= Q(due_on__range=(first, last)) | Q(kpi__brought_over_on__range=(first, last))
        near |= Q(kpi__agreed_at__gte=_midnight(first), kpi__agreed_at__lt=_midnight(last + timedelta(days=1)))
    contract = "kpi__obligation__contract"
    rows = DueReturn.objects.visible_to(user).owed().filter(near, ends_on__lt=today)
    rows = rows.filter(**{f"{contract}__manager__in": user.acts_for(Duty.CONTRACTS)}).exclude(
        returns__status=ReturnStatus.VERIFIED
    )
    found = rows.select_related(f"{contract}__council__period_lock").prefetch_related("returns").order_by("due_on", "pk")
    return _by_period([due for due in found[:MOST_ROWS] if locks_soon(due.open_until, today)])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LONDON)


def _by_period(dues: Sequence[DueReturn]) -> list[LocksSoon]:
    groups: dict[tuple[int, date], list[DueReturn]] = {}
    for due in dues:
        groups.setdefault((due.kpi.obligation.contract_id, due.ends_on), []).append(due)
    found = []
    for (_, ends_on), rows in groups.items():
        waiting = sum(any(one.status == ReturnStatus.SUBMITTED for one in due.returns.all()) for due in rows)
        last = min(due.last_open_day for due in rows)
        found.append(LocksSoon(rows[0].kpi.obligation.contract, ends_on, last, len(rows) - waiting, waiting))
    return sorted(found, key=lambda one: (one.last, one.contract.title))[:MOST_PERIODS]


def asked_of(user: User) -> list[LockException]:
    """The requests to open a period that wait for this person's answer, the oldest first."""
    councils = user.organisations_where(Permission.VERIFY_RETURNS)
    if not councils:
        return []
    rows = LockException.objects.visible_to(user).waiting().filter(contract__council__in=councils).exclude(asked_by=user)
    owned = Q(contract__manager__in=user.acts_for(Duty.CONTRACTS)) | Q(contract__lead_director__in=user.acts_for(Duty.CONTRACTS))
    own = Q(contract__manager=None) | Q(asked_by=F("contract__manager")) | owned
    found = rows.filter(own).select_related("contract__council", "supplier", "asked_by").prefetch_related("contract__parties")
    return [one for one in found.order_by("asked_at")[:MOST_PERIODS] if can_open(user, one)]


def exceptions_of(contract: Contract, ends_on: date, user: User) -> list[LockException]:
    """Those of one period that this person sees, the latest first."""
    rows = LockException.objects.visible_to(user).filter(contract=contract, ends_on=ends_on)
    return list(rows.select_related("supplier", "asked_by", "decided_by", "closed_by", "contract").order_by("-asked_at"))
