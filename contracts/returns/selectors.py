"""Reads of returns: what is owed, what waits, how each period stands. Whole contracts in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Prefetch, Q

from contracts.obligations.models import Kpi
from contracts.performance.enums import Standing
from contracts.performance.lateness import is_overdue
from contracts.performance.rows import Reported, Row
from contracts.performance.standing import figure_of
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.returns.querysets import ReturnQuerySet
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from contracts.schedule.querysets import DueReturnQuerySet
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common import clock


@dataclass(frozen=True)
class DueState:
    """A due row as it stands on the day ``today``, for pages.

    ``counted`` is the verified return, ``waiting`` the one handed in, ``latest`` the last version, drafts too.
    """

    due: DueReturn
    latest: Return | None
    counted: Return | None
    waiting: Return | None
    handed_in: bool
    overdue: bool
    # How this one period stands; None while nothing is verified
    standing: Standing | None
    today: date

    @property
    def value(self) -> Decimal | None:
        """The verified value in the KPI's unit; None while nothing is verified."""
        return self.counted.value if self.counted else None

    @property
    def tag(self) -> tuple[str, str]:
        """(word, colour) for the tag of the row."""
        if self.due.waived_at:
            return "No longer owed", "grey"
        if self.latest and self.latest.status in (ReturnStatus.SUBMITTED, ReturnStatus.QUERIED):
            return self.latest.get_status_display(), "yellow" if self.latest.status == ReturnStatus.SUBMITTED else "orange"
        if self.counted:
            return "Verified", "green"
        if self.overdue:
            return "Overdue", "red"
        if self.latest:
            return "Draft", "grey"
        if self.due.ends_on < self.today:
            return "Due", "yellow"
        return ("Running", "blue") if self.due.starts_on <= self.today else ("Later", "grey")


def state_of(due: DueReturn, kpi: Kpi, today: date) -> DueState:
    """How a due row of ``kpi`` stands today; its returns are loaded in the order of their numbers."""
    returns = list(due.returns.all())
    latest = returns[-1] if returns else None
    counted = next((r for r in returns if r.status == ReturnStatus.VERIFIED), None)
    waiting = next((r for r in returns if r.status == ReturnStatus.SUBMITTED), None)
    handed_in = counted is not None or waiting is not None
    return DueState(
        due=due,
        latest=latest,
        counted=counted,
        waiting=waiting,
        handed_in=handed_in,
        overdue=is_overdue(due.due_on, today, handed_in=handed_in, waived=not due.is_asked_of(kpi)),
        standing=figure_of([row_of(due, returns)], kpi.kind, kpi.direction, today).standing if counted else None,
        today=today,
    )


def row_of(due: DueReturn, returns: Sequence[Return]) -> Row:
    """A due row with its returns as they are now, for the arithmetic of ``contracts/performance``."""
    counted = next((r for r in returns if r.status == ReturnStatus.VERIFIED), None)
    return Row(
        starts_on=due.starts_on,
        ends_on=due.ends_on,
        due_on=due.due_on,
        target=due.target,
        minimum=due.minimum,
        reported=reported_of(counted) if counted else None,
        waiting=any(r.status == ReturnStatus.SUBMITTED for r in returns),
        sent=any(r.first_submitted_at is not None for r in returns),
    )


def row_with(due: DueReturn, version: Return) -> Row:
    """A due row with one verified version, whichever it is."""
    return Row(due.starts_on, due.ends_on, due.due_on, due.target, due.minimum, reported_of(version), sent=True)


def reported_of(version: Return) -> Reported:
    """What a version says; nothing where there were no cases."""
    if version.no_cases:
        return Reported()
    return Reported(version.value, version.numerator, version.denominator)


def owed_by(user: User, today: date | None = None) -> DueReturnQuerySet:
    """Due rows this person should report on: outstanding, due within 30 days or overdue; oldest first.

    A supplier's person owes what is not the council's own duty; a contract manager owes what is, and what has no supplier.
    """
    today = today or clock.today()
    contract = "kpi__obligation__contract"
    for_supplier = Q(**{f"{contract}__suppliers__in": user.organisations_where(Permission.BID)}, kpi__client_side=False)
    managed = Q(**{f"{contract}__manager": user.pk}) & (Q(kpi__client_side=True) | Q(**{f"{contract}__suppliers": None}))
    rows = DueReturn.objects.outstanding().due_by(today + timedelta(days=30)).filter(ends_on__lte=today)
    keys = rows.filter(for_supplier | managed).values("pk")
    return _loaded(DueReturn.objects.filter(pk__in=keys).visible_to(user)).order_by(
        "due_on", "kpi__obligation__contract__title", "kpi__number"
    )


def waiting_for(user: User) -> ReturnQuerySet:
    """Returns handed in that this person may verify: neither made nor handed in by them. Oldest first."""
    councils = user.organisations_where(Permission.VERIFY_RETURNS)
    return (
        Return.objects.visible_to(user)
        .filter(status=ReturnStatus.SUBMITTED, due__kpi__obligation__contract__council__in=councils)
        .exclude(submitted_by=user)
        .exclude(created_by=user)
        .exclude(due__kpi__obligation__contract__suppliers__in=user.organisations_where(Permission.BID))
        .select_related("due__kpi__obligation__contract", "submitted_by")
        .order_by("submitted_at", "pk")
    )


def chased_by(user: User, today: date | None = None) -> DueReturnQuerySet:
    """Overdue returns in the contracts this person manages, whoever owes them."""
    today = today or clock.today()
    rows = DueReturn.objects.overdue(today).filter(kpi__obligation__contract__manager=user)
    return _loaded(rows.visible_to(user)).order_by("due_on", "kpi__obligation__contract__title", "kpi__number")


def late_contracts(user: User, today: date | None = None) -> list[tuple[Contract, int, date]]:
    """(contract, number of returns overdue, oldest day) in the contracts this person manages, the oldest first. Two queries."""
    found: dict[int, list[DueReturn]] = {}
    for due in chased_by(user, today):
        found.setdefault(due.kpi.obligation.contract_id, []).append(due)
    rows = [(dues[0].kpi.obligation.contract, len(dues), dues[0].due_on) for dues in found.values()]
    return sorted(rows, key=lambda row: (row[2], row[0].title))


def _loaded(rows: DueReturnQuerySet) -> DueReturnQuerySet:
    kept = Return.objects.order_by("number")
    return rows.select_related("kpi__obligation__contract__council").prefetch_related(
        Prefetch("returns", queryset=kept), "kpi__obligation__contract__suppliers"
    )


def due_for(user: User, pk: int) -> DueReturnQuerySet:
    """The due rows this person may open, loaded for the return's page; filter by key and get_object_or_404."""
    return _loaded(DueReturn.objects.visible_to(user)).filter(pk=pk)


def before(due: DueReturn) -> Return | None:
    """The verified return of the nearest period before this one."""
    return (
        Return.objects.filter(due__kpi=due.kpi_id, due__starts_on__lt=due.starts_on, status=ReturnStatus.VERIFIED)
        .select_related("due")
        .order_by("-due__starts_on")
        .first()
    )


def schedule_of(contract: Contract, only: str = "") -> DueReturnQuerySet:
    """Due rows of a contract, the period first that began last; ``only``: "open" (begun and not handed in) or "" for all."""
    rows = DueReturn.objects.filter(kpi__obligation__contract=contract)
    if only == "open":
        rows = rows.outstanding().filter(starts_on__lte=clock.today())
    kept = Return.objects.order_by("number").select_related("submitted_by", "decided_by")
    rows = rows.select_related("kpi").prefetch_related(Prefetch("returns", queryset=kept))
    return rows.order_by("due_on", "kpi__number")
