"""Reads of returns: what is owed, what waits, where each KPI stands. Whole contracts in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from contracts.obligations.models import Kpi
from contracts.obligations.querysets import KpiQuerySet
from contracts.performance.enums import Rating
from contracts.performance.rating import rate
from contracts.performance.standing import PeriodRow, Standing, stand
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.returns.querysets import ReturnQuerySet
from contracts.schedule.calculations.lateness import is_overdue
from contracts.schedule.enums import HANDED_IN, ReturnStatus
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
    rating: Rating | None
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


@dataclass(frozen=True)
class KpiStanding:
    """A KPI with its rows and where it stands; ``next_due`` is the first row that is still outstanding."""

    kpi: Kpi
    rows: list[DueState]
    standing: Standing
    next_due: DueReturn | None

    @property
    def trend(self) -> list[Decimal | None]:
        """Verified values of the periods that are over, oldest first, at most the last twelve."""
        today = clock.today()
        return [row.value for row in self.rows if row.due.ends_on < today][-12:]


@dataclass(frozen=True)
class Attention:
    """Of one contract: returns overdue, KPIs whose latest verified value misses its floor, and how many returns are in."""

    overdue: int = 0
    missed: int = 0
    owed: int = 0
    handed_in: int = 0


def standings(kpis: KpiQuerySet, today: date | None = None) -> list[KpiStanding]:
    """Where each of ``kpis`` (a queryset) stands today. Three queries, however many there are."""
    today = today or clock.today()
    kept = Return.objects.exclude(status=ReturnStatus.REPLACED).select_related("decided_by", "submitted_by").order_by("number")
    rows_of = DueReturn.objects.filter(waived_at=None).order_by("starts_on").prefetch_related(Prefetch("returns", queryset=kept))
    found = []
    for kpi in kpis.prefetch_related(Prefetch("due_returns", queryset=rows_of)):
        rows = [state_of(row, kpi, today) for row in kpi.due_returns.all()]
        standing = stand([_period(row) for row in rows], kpi.combining, kpi.direction, today)
        waiting = [row.due for row in rows if not row.handed_in]
        found.append(KpiStanding(kpi, rows, standing, waiting[0] if waiting else None))
    return found


def _period(row: DueState) -> PeriodRow:
    due = row.due
    return PeriodRow(due.starts_on, due.ends_on, due.due_on, due.target, due.floor, row.value, row.waiting is not None)


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
        overdue=is_overdue(due.due_on, today, handed_in=handed_in, waived=due.waived_at is not None),
        rating=rate(counted.value, due.target, due.floor, kpi.direction) if counted else None,
        today=today,
    )


def attention(contracts: list[int], today: date | None = None) -> dict[int, Attention]:
    """What needs attention in each contract (keys). Four queries."""
    today = today or clock.today()
    path = "kpi__obligation__contract"
    rows = DueReturn.objects.owed().filter(**{f"{path}__in": contracts})
    owed = dict(rows.due_by(today).values_list(path).annotate(n=Count("pk")))
    late = dict(DueReturn.objects.overdue(today).filter(**{f"{path}__in": contracts}).values_list(path).annotate(n=Count("pk")))
    handed = dict(rows.due_by(today).filter(_handed_in()).values_list(path).annotate(n=Count("pk")))
    of_return = "due__kpi__obligation__contract"
    missed = dict(missed_kpis().filter(**{f"{of_return}__in": contracts}).values_list(of_return).annotate(n=Count("pk")))
    return {
        pk: Attention(overdue=late.get(pk, 0), missed=missed.get(pk, 0), owed=owed.get(pk, 0), handed_in=handed.get(pk, 0))
        for pk in contracts
    }


def _handed_in() -> Exists:
    # Asked per row: the list of every return ever handed in would be read for a page of 25 contracts
    return Exists(Return.objects.filter(due=OuterRef("pk"), status__in=HANDED_IN))


def missed_kpis() -> ReturnQuerySet:
    """Verified returns below their floor that are the latest verified one of their KPI."""
    later = Return.objects.filter(
        due__kpi=OuterRef("due__kpi"), status=ReturnStatus.VERIFIED, due__starts_on__gt=OuterRef("due__starts_on")
    )
    verified = Return.objects.filter(status=ReturnStatus.VERIFIED, due__waived_at=None)
    return verified.rated_as(Rating.RED).filter(~Exists(later))


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
